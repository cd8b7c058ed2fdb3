import { countsAsMessage, KIND } from '@soroka/protocol/records'
import { type MessageRow, PENDING } from '../indexeddb/rows.ts'

/**
 * What counts of the rows that speak of a message. By metadata alone, so that only what is shown is opened; the same
 * whatever order the rows came in.
 */
export interface Annotations {
  deletion?: 'author' | 'admin'
  /** The author's, oldest first; the last is what is shown (R13). */
  edits: MessageRow[]
  /** A newer edit of his was here and is erased, though nobody deleted the message: what it says now is not known. */
  lost: boolean
  /** The newest of each person (R14), oldest first. */
  reactions: MessageRow[]
  votes: MessageRow[]
  pin?: MessageRow
  close?: MessageRow
  /** Messages of the thread that begins here, oldest first. */
  answers: MessageRow[]
}

/** @param about the rows whose target is the message */
export function judge(target: MessageRow, about: readonly MessageRow[]): Annotations {
  const rows = about.filter(isGenuine).sort((a, b) => a.seq - b.seq)
  const by = (kind: number) => rows.filter((row) => row.kind === kind)
  const author = (row: MessageRow) => row.sender === target.sender
  const deletion = rightOf(target, by(KIND.delete))
  const close = by(KIND.close).find(author)
  const inTime = newestOfEach(by(KIND.vote)).filter((row) => close === undefined || row.seq < close.seq)
  const pin = by(KIND.pin).at(-1)
  const edits = target.kind === KIND.poll ? [] : by(KIND.edit).filter(author)
  return {
    ...(deletion === undefined ? {} : { deletion }),
    edits,
    lost: deletion === undefined && hasLostEdit(target, about, edits.at(-1)),
    reactions: newestOfEach(by(KIND.reaction)),
    votes: inTime,
    ...(pin === undefined ? {} : { pin }),
    ...(close === undefined ? {} : { close }),
    answers: rows.filter((row) => row.kind !== undefined && countsAsMessage(row.kind)),
  }
}

function hasLostEdit(target: MessageRow, about: readonly MessageRow[], shown: MessageRow | undefined): boolean {
  const erased = about.filter(({ kind, erased: gone }) => kind === KIND.edit && gone === true)
  const newer = erased.filter(({ sender, seq }) => sender === target.sender && seq > (shown?.seq ?? 0))
  return target.kind !== KIND.poll && newer.length > 0
}

/** By what right a message is gone for everyone; undefined: by none (R13). */
export function rightOf(target: MessageRow, deletions: readonly MessageRow[]): Annotations['deletion'] {
  const genuine = deletions.filter((row) => row.kind === KIND.delete && isGenuine(row))
  if (genuine.some((row) => row.sender === target.sender)) return 'author'
  return genuine.some((row) => row.admin === true) ? 'admin' : undefined
}

/** Its signature, its author's device and its rights were checked, and its content is here. */
export function isGenuine(row: MessageRow): boolean {
  if (row.body === undefined || row.problem !== undefined || row.erased === true) return false
  return row.hidden !== true && row.state !== 'failed'
}

/** Whether it is a message of its own on the screen. A row whose header nobody could read is shown as one. */
export function isMessage(row: Pick<MessageRow, 'kind'>): boolean {
  return row.kind === undefined || countsAsMessage(row.kind)
}

function newestOfEach(rows: readonly MessageRow[]): MessageRow[] {
  const newest = new Map<string, MessageRow>()
  // What waits to be sent is newer than the whole log.
  for (const row of rows) newest.set(row.sender ?? '', row)
  return [...newest.values()].sort((a, b) => a.seq - b.seq)
}

/** Whether it waits in the outbox. */
export const isWaiting = (row: Pick<MessageRow, 'seq'>): boolean => row.seq >= PENDING
