import {
  callId,
  type CallId,
  callMedia,
  callReport,
  deviceId,
  guestId,
  limits,
  SorokaError,
  userId,
  type UserId,
} from '@soroka/protocol'
import * as z from 'zod/mini'
import type { Engine } from '../engine/engine.ts'
import type { CallsApi } from '../types.ts'
import { checkChat, checkUser } from './chats-api.ts'

/** Calls of the signed-in account. Whatever tab asks, the leading one does it. */
export function callsApi(engine: () => Promise<Engine>): CallsApi {
  const call = async <Verb extends keyof CallsApi>(verb: Verb, ...args: Parameters<CallsApi[Verb]>) =>
    (await (await engine()).group(`calls.${verb}`, args)) as Awaited<ReturnType<CallsApi[Verb]>>
  return {
    ice: async () => call('ice'),
    live: async () => call('live'),
    get: async (id) => call('get', checkCall(id)),
    start: async ({ call: id, chat, media, ring }) =>
      call('start', {
        call: checkCall(id),
        chat: checkChat(chat),
        media: checkMedia(media),
        ...(ring === undefined ? {} : { ring: checkPeople(ring) }),
      }),
    join: async ({ call: id, media, move }) =>
      call('join', { call: checkCall(id), media: checkMedia(media), ...(move === true ? { move } : {}) }),
    decline: async (id) => call('decline', checkCall(id)),
    leave: async (id) => call('leave', checkCall(id)),
    end: async (id) => call('end', checkCall(id)),
    ring: async (id, users) => call('ring', checkCall(id), checkPeople(users)),
    remove: async (id, user) => call('remove', checkCall(id), checkUser(user)),
    heard: async (id, busy) => call('heard', checkCall(id), check(flag, busy, 'busy')),
    media: async (id, media) => call('media', checkCall(id), checkMedia(media)),
    alive: async (id) => call('alive', checkCall(id)),
    signal: async (id, from, to, signal) =>
      call('signal', checkCall(id), check(party, from, 'from'), check(party, to, 'to'), check(words, signal, 'signal')),
    sfu: async (id) => call('sfu', checkCall(id)),
    frameKeys: async (id, senders, index) =>
      call('frameKeys', checkCall(id), check(parties, senders, 'senders'), check(count, index, 'index')),
    report: async (report) => call('report', check(callReport, report, 'report')),
    guestLink: async (id) => call('guestLink', checkCall(id)),
    dropGuestLink: async (id) => call('dropGuestLink', checkCall(id)),
    admitGuest: async (id, guest) => call('admitGuest', checkCall(id), check(guestId, guest, 'guest')),
    refuseGuest: async (id, guest) => call('refuseGuest', checkCall(id), check(guestId, guest, 'guest')),
    history: async ({ before, missed, chat } = {}) =>
      call('history', {
        ...(before === undefined ? {} : { before: check(moment, before, 'before') }),
        ...(missed === undefined ? {} : { missed: check(flag, missed, 'missed') }),
        ...(chat === undefined ? {} : { chat: checkChat(chat) }),
      }),
    seen: async (upTo) => call('seen', check(moment, upTo, 'upTo')),
  }
}

const flag = z.boolean()
const moment = z.int().check(z.nonnegative())
const party = z.object({ user: userId, device: deviceId, connEpoch: z.int().check(z.gte(1)) })

const parties = z.array(party).check(z.maxLength(limits.callSfuDevices))
const count = z.int().check(z.gte(0), z.lte(0xffff_ffff))
const round = z.int().check(z.gte(0), z.lte(0xffff_ffff))
const line = z.int().check(z.gte(0), z.lte(0xffff))
const words = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('offer'), round, anew: z.boolean(), sdp: z.string() }),
  z.object({ kind: z.literal('answer'), round, sdp: z.string() }),
  z.object({
    kind: z.literal('candidates'),
    round,
    candidates: z.array(z.object({ candidate: z.string(), mid: z.string(), line })),
  }),
  z.object({ kind: z.literal('again'), anew: z.boolean() }),
])

const checkCall = (id: CallId) => check(callId, id, 'call')
const checkMedia = (media: unknown) => check(callMedia, media, 'media')

function checkPeople(users: readonly UserId[]): UserId[] {
  if (users.length === 0 || users.length > limits.callRings) throw new SorokaError('BAD_REQUEST', { field: 'users' })
  return [...new Set(users.map(checkUser))]
}

function check<T extends z.ZodMiniType>(schema: T, value: unknown, field: string): z.output<T> {
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw new SorokaError('BAD_REQUEST', { field })
  return parsed.data
}
