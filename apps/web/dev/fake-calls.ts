import type { CallRecord, CallsApi } from '@soroka/client/types'
import type { CallEnd, CallId, ChatId, UserId } from '@soroka/protocol'
import { EngineError } from '../src/engine/errors.ts'
import { callStore } from '../src/stores/callStore.ts'
import { day, minute } from './scene-table.ts'
import type { World } from './world.ts'

type Line = [chat: string, by: string, minutesAgo: number, talked: number, outcome: CallEnd, video?: boolean]

const lines: Line[] = [
  ['chat-marina', 'me', 25, 4, 'completed'],
  ['chat-mum', 'mum', 180, 0, 'missed', true],
  ['altai', 'ira', 1490, 48, 'completed', true],
  ['chat-lev', 'lev', 1700, 12, 'completed'],
  ['chat-timur', 'me', 4300, 0, 'missed'],
  ['chat-kira', 'kira', 5800, 2, 'completed', true],
  ['chat-kostya', 'me', 7300, 0, 'declined'],
  ['chat-marina', 'marina', 9000, 0.5, 'failed'],
]

function historyOf(world: World): CallRecord[] {
  return lines.map(([chat, by, ago, talked, outcome, video = false], index) => {
    const at = Date.now() - ago * minute
    const rows = world.messages.get(chat as ChatId) ?? []
    return {
      id: `past-${index}` as CallId,
      chat: chat as ChatId,
      by: by as UserId,
      video,
      at,
      endedAt: at + talked * minute,
      duration: talked * minute,
      outcome,
      users: [by as UserId],
      after: rows.findLast((message) => message.at < at)?.seq ?? 0,
    }
  })
}

/** Calls of the past, and none that runs: those of a scene are put into the store by themselves. */
export function fakeCalls(world: World): CallsApi {
  const none = async () => undefined
  const gone = async () => {
    throw new EngineError('CALL_OVER')
  }
  const calls = world.scene === 'empty' ? [] : historyOf(world)
  return {
    ice: async () => ({ servers: [], expiresAt: Date.now() + day }),
    live: async () => Object.values(callStore.getState().live),
    get: gone,
    start: gone,
    join: gone,
    decline: none,
    leave: none,
    end: none,
    ring: none,
    remove: none,
    heard: none,
    media: none,
    alive: none,
    report: none,
    guestLink: gone,
    dropGuestLink: none,
    admitGuest: none,
    refuseGuest: none,
    sfu: gone,
    frameKeys: gone,
    signal: none,
    history: async ({ before = Infinity, missed = false, chat } = {}) => ({
      calls: calls.filter(
        (call) =>
          call.at < before &&
          (chat === undefined || call.chat === chat) &&
          (!missed || (call.outcome === 'missed' && call.by !== 'me')),
      ),
      more: false,
      unseen: callStore.getState().unseen,
    }),
    seen: async () => callStore.setState({ unseen: 0 }),
  }
}
