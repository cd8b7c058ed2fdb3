import { isPass, type KnownGuest, openHello } from '@soroka/crypto'
import {
  type CallMedia,
  type CallState,
  type ChatId,
  type DeviceId,
  type GuestCall,
  partyOf,
  type UserId,
} from '@soroka/protocol'
import type { Bytes } from '@soroka/protocol/bytes'
import { decodeText } from './text.ts'

/** A guest's call has no chat that he could know. */
export const NO_CHAT = 'A'.repeat(43) as ChatId

/** A person whom a guest knows by his device alone. */
export const userOf = (device: DeviceId): UserId => device as string as UserId

/** The call as screens know calls. Who is not let in any more sees it end. */
export function toCallState(call: GuestCall, times: { at: number; now: number }): CallState {
  const isOver = call.endedAt !== null || call.standing !== 'in'
  return {
    id: call.id,
    chat: NO_CHAT,
    mode: 'p2p',
    video: call.video,
    by: '' as UserId,
    at: times.at,
    ringUntil: null,
    answeredAt: times.at,
    stateSeq: call.stateSeq,
    members: call.devices.map(({ device }) => ({ user: userOf(device), state: 'in', heard: true })),
    devices: call.devices.map((one: { device: DeviceId; connEpoch: number; media: CallMedia }) => ({
      ...one,
      user: userOf(one.device),
    })),
    departures: 0,
    ended: isOver ? { at: call.endedAt ?? times.now, reason: 'completed' } : null,
  }
}

/** The other guests of the same link, as far as each shows that he holds it and that a member let him in. */
export async function checkOthers(key: Bytes, me: KnownGuest, call: GuestCall): Promise<Map<DeviceId, KnownGuest>> {
  const known = new Map<DeviceId, KnownGuest>()
  for (const { id, hello: text, pass: word } of call.guests) {
    const [hello, pass] = [decodeText(text), decodeText(word)]
    const guest = hello && (await openHello(key, { call: me.call, link: me.link, guest: id }, hello))
    if (guest && pass && (await isPass(key, guest, pass))) known.set(partyOf(id).device, guest)
  }
  return known
}
