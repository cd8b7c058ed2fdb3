import type { UserId } from '@soroka/protocol'
import type { Poll } from '@soroka/protocol/records'
import type { PollView } from '../types.ts'
import type { Opened, Parts } from './parts.ts'

/** A poll with its votes, or, if it is anonymous, with what its author published at the end. */
export function pollView(poll: Poll, { votes, close, ownVote }: Parts, self: UserId, now: number): PollView {
  const { closesAt } = poll
  const closed = close !== null || (closesAt !== undefined && closesAt <= now)
  const inTime = votes.filter(({ row }) => closesAt === undefined || row.at <= closesAt)
  const shape = {
    multiple: poll.multiple,
    anonymous: poll.key !== undefined,
    closed,
    ...(closesAt === undefined ? {} : { closesAt }),
  }
  return poll.key === undefined
    ? { ...shape, ...openResult(poll, inTime, self) }
    : { ...shape, ...sealedResult(poll, inTime, close, ownVote) }
}

function openResult(poll: Poll, votes: readonly Opened[], self: UserId) {
  const choices = votes.map(({ row, content }) => ({ user: row.sender, options: choiceOf(poll, content.options.vote) }))
  const options = poll.options.map((text, at) => {
    const voters = choices.flatMap(({ user, options }) => (user !== undefined && options.includes(at) ? [user] : []))
    return { text, votes: voters.length, own: voters.includes(self), voters }
  })
  return { options, voters: choices.filter((choice) => choice.options.length > 0).length, counted: true }
}

/** Nobody but the author can count: until he has, it is known who voted, and not what. */
function sealedResult(poll: Poll, votes: readonly Opened[], close: Opened | null, ownVote: readonly number[]) {
  const tally = close?.content.options.tally
  const counted = tally !== undefined && tally.votes.length === poll.options.length
  const options = poll.options.map((text, at) => ({
    text,
    votes: counted ? (tally.votes[at] ?? 0) : 0,
    own: ownVote.includes(at),
    voters: [],
  }))
  return { options, voters: counted ? tally.voters : votes.length, counted }
}

/** A choice that the poll offers; anything else counts as none. */
export function choiceOf(poll: Poll, vote: { options?: readonly number[] | undefined } | undefined): readonly number[] {
  const options = vote?.options ?? []
  if (!poll.multiple && options.length > 1) return []
  return options.every((option) => option < poll.options.length) ? options : []
}
