import type { OpenedPush } from '@soroka/client/push'
import type { CallState, ChatId, PushData, PushPayload, UserId } from '@soroka/protocol'
import { type PushLang, type PushText, pushText } from './push-texts.ts'
import { wordsText } from './words-text.ts'

/** One thing that a notification tells of. */
export interface NoticeLine {
  /** What makes it the same when it comes twice. */
  key: string
  /** Its place in the log; 0: it has none. */
  seq: number
  text: string
}

/** What a notification carries, for whoever presses it. */
export interface NoticeData extends Pick<PushData, 'kind' | 'call' | 'msgId'> {
  user: UserId
  chat?: ChatId
  lang: PushLang
  lines: NoticeLine[]
  /** All that came since somebody looked; the oldest lines are gone. */
  count: number
}

/** Browsers know more of these than TypeScript does. */
export interface NoticeOptions extends NotificationOptions {
  data: NoticeData
  tag: string
  renotify: boolean
  timestamp: number
  actions: { action: string; title: string; type?: 'text'; placeholder?: string }[]
  vibrate?: number[]
}

export interface Notice {
  title: string
  options: NoticeOptions
}

/** Lines of a chat that stand together; of more only the number is told. */
const MOST_LINES = 5
const RING = [400, 200, 400, 200, 400]

interface Told {
  title: string
  line: string
}

/**
 * What is shown for a push, together with what the chat's notification shows already. The same push again changes nothing
 * and makes no sound.
 */
export function noticeOf(payload: PushPayload, opened: OpenedPush, before: NoticeData | null): Notice {
  const { notification } = payload
  const { data, lang, tag } = notification
  const t = pushText(lang)
  const { kind, user, call, msgId } = data
  const chat = data.chat ?? (opened.is === 'known' ? opened.call?.chat : undefined)
  const told = tell(payload, opened, t)
  const key = msgId ?? (data.seq === undefined ? `${kind} ${call ?? data.at}` : `${data.seq}`)
  const repeated = before?.lines.some((line) => line.key === key) === true
  // A missed call takes the place of the ring; a repeat the place of itself.
  const earlier = call === undefined ? (before?.lines ?? []).filter((line) => line.key !== key) : []
  const all = [...earlier, { key, seq: data.seq ?? 0, text: told.line }].sort((a, b) => a.seq - b.seq)
  const count = repeated || call !== undefined ? Math.max(before?.count ?? 1, 1) : (before?.count ?? 0) + 1
  const lines = all.slice(-MOST_LINES)
  const rings = kind === 'ring' && !isOver(opened, user)
  const silent = notification.silent === true || (repeated && !rings) || kind === 'ring_over'
  const carried: NoticeData = { kind, user, lang, lines, count }
  if (chat !== undefined) carried.chat = chat
  if (call !== undefined) carried.call = call
  if (msgId !== undefined) carried.msgId = msgId
  return {
    title: count > 1 ? severalTitle(told, opened, count, t) : told.title,
    options: {
      body: lines
        .map(({ text }) => text)
        .filter((text) => text !== '')
        .join('\n'),
      tag,
      lang,
      dir: 'auto',
      badge: '/icons/badge-96.png',
      icon: '/icons/icon-192.png',
      timestamp: data.at,
      silent,
      renotify: !silent && !(repeated && rings),
      requireInteraction: rings,
      actions: actionsOf(kind, rings, chat !== undefined, t),
      data: carried,
      ...(rings && !silent ? { vibrate: RING } : {}),
    },
  }
}

/** For what can't be read at all: still a notification, in words. */
export function unreadableNotice(lang: PushLang): { title: string; options: NotificationOptions } {
  const t = pushText(lang)
  return {
    title: t('news'),
    options: {
      body: t('openToRead'),
      tag: 'unreadable',
      lang,
      icon: '/icons/icon-192.png',
      badge: '/icons/badge-96.png',
    },
  }
}

function severalTitle(told: Told, opened: OpenedPush, count: number, t: PushText): string {
  const named = opened.is === 'known' && opened.chat !== null && opened.chat.title !== ''
  return named ? t('several', { title: told.title, count }) : t('message', { count })
}

function tell(payload: PushPayload, opened: OpenedPush, t: PushText): Told {
  const { title, data } = payload.notification
  if (data.kind === 'test') return { title: t('test'), line: t('testText') }
  // The server's plain words name nobody.
  if (opened.is !== 'known') return { title, line: '' }
  const { chat, who, words, about, call } = opened
  const group = chat?.kind === 'group' || (call !== null && chat === null && who === '')
  const name = chat?.title || who
  if (name === '') return { title, line: '' }
  const by = (line: string) => (group && who !== '' ? t('said', { name: who, text: line }) : line)
  switch (data.kind) {
    case 'request':
      return { title: name, line: t('wantsToWrite') }
    case 'ring':
    case 'ring_over': {
      if (stateOf(call, data.user) === 'in') return { title: name, line: t('answeredElsewhere') }
      if (data.kind === 'ring_over' || isOver(opened, data.user)) return { title: name, line: t('callOver') }
      if (group) return { title: name, line: t('callsGroup', { name: who }) }
      return { title: name, line: t(call?.video ? 'callsVideo' : 'calls') }
    }
    case 'missed_call':
      return { title: name, line: by(t(call?.video ? 'missedVideo' : 'missed_call')) }
    case 'reaction':
      return { title: name, line: by(reactionText(words?.reactions ?? null, about, t)) }
    default: {
      // Not opened, or not in time: who wrote is known all the same.
      if (words === null) return { title: name, line: by(t(data.kind, { count: 1 })) }
      const text = wordsText(words, t)
      return { title: name, line: data.kind === 'mention' && group ? t('called', { name: who, text }) : by(text) }
    }
  }
}

const stateOf = (call: CallState | null, user: UserId) => call?.members.find((member) => member.user === user)?.state

/** As far as the server was heard: the call rings for me no more. */
function isOver(opened: OpenedPush, user: UserId): boolean {
  if (opened.is !== 'known' || opened.call === null) return false
  return opened.call.ended !== null || stateOf(opened.call, user) !== 'ringing'
}

function reactionText(reactions: readonly string[] | null, about: string | null, t: PushText): string {
  if (reactions === null) return t('reaction')
  if (reactions.length === 0) return t('tookBack')
  const emoji = reactions.join(' ')
  const text = about?.trim().slice(0, 80) ?? ''
  return text === '' ? t('reactedToMine', { emoji }) : t('reacted', { emoji, text })
}

function actionsOf(kind: PushData['kind'], rings: boolean, known: boolean, t: PushText): NoticeOptions['actions'] {
  if (rings)
    return [
      { action: 'answer', title: t('action.answer') },
      { action: 'decline', title: t('action.decline') },
    ]
  if (!known || (kind !== 'message' && kind !== 'mention')) return []
  return [
    { action: 'reply', title: t('action.reply'), type: 'text', placeholder: t('action.replyField') },
    { action: 'read', title: t('action.read') },
  ]
}
