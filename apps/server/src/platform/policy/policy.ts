import type { ByteRoute, contract, ServerRole } from '@soroka/protocol/contract'
import { SorokaError } from '@soroka/protocol'
import type { UpFrame } from '@soroka/protocol/frames'
import type { RequestContext } from '../http/context.ts'

type NamesOf<T, Prefix extends string = ''> = {
  [Key in keyof T & string]: T[Key] extends { '~orpc': unknown }
    ? `${Prefix}${Key}`
    : NamesOf<T[Key], `${Prefix}${Key}.`>
}[keyof T & string]

/** By its name in the contract, or one that carries bytes. */
export type Route = NamesOf<typeof contract> | ByteRoute

/** Everything that somebody may want to do: a route or a frame. */
export type Action = Route | `socket.${UpFrame['t']}`

/**
 * anyone: without a token · link: without a token, by an address that this server signed for somebody who had the right,
 * which the statement that reads the object checks again · device: any signed-in device, the object is open to all who are signed in or its own ·
 * guest: who knocked at a call's link and has a token for that one call, which may nothing else · member: a signed-in device of a current member of the chat, which the statement that reads or writes the chat checks
 * itself, under its lock (R6) · admin, owner: the same with that role, or a higher one · desk.*: a signed-in device of
 * somebody with that role on the server itself, or a higher one; the service checks it again under its lock. No role of
 * the server counts in a chat (S21).
 */
export type Rule = 'anyone' | 'link' | 'guest' | 'device' | 'member' | 'admin' | 'owner' | DeskRule
export type DeskRule = 'desk.moderator' | 'desk.admin' | 'desk.owner'

/** The one table of rights (S6). An action that is missing does not compile, fails a test, and is refused. */
export const rules: Readonly<Record<Action, Rule>> = {
  'auth.signUp.start': 'anyone',
  'auth.signUp.resend': 'anyone',
  'auth.signUp.finish': 'anyone',
  'auth.signIn.start': 'anyone',
  'auth.signIn.finish': 'anyone',
  'auth.signIn.device': 'anyone',
  'auth.recovery.start': 'anyone',
  'auth.recovery.verify': 'anyone',
  'auth.recovery.finish': 'anyone',
  'auth.link.start': 'anyone',
  'auth.link.state': 'anyone',
  'auth.link.finish': 'anyone',
  'auth.passkeys.list': 'device',
  'auth.passkeys.start': 'device',
  'auth.passkeys.add': 'device',
  'auth.passkeys.remove': 'device',
  'auth.passkeys.signIn.start': 'anyone',
  'auth.passkeys.signIn.finish': 'anyone',
  'auth.unlock.start': 'device',
  'auth.unlock.finish': 'device',
  'auth.password.change': 'device',
  'auth.recoveryKey.replace': 'device',
  'auth.signIn.secondFactor': 'anyone',
  'auth.recovery.secondFactor': 'anyone',
  'auth.totp.get': 'device',
  'auth.totp.start': 'device',
  'auth.totp.enable': 'device',
  'auth.totp.renewCodes': 'device',
  'auth.totp.disable': 'device',
  'auth.email.start': 'device',
  'auth.email.finish': 'device',
  'auth.refresh': 'anyone',
  'auth.signOut': 'anyone',
  'auth.ticket': 'device',
  'account.get': 'device',
  'account.known': 'device',
  'account.update': 'device',
  'account.remove': 'device',
  'account.setPhoto': 'device',
  'devices.list': 'device',
  'devices.rename': 'device',
  'devices.key': 'device',
  'devices.revoke': 'device',
  'devices.link.look': 'device',
  'devices.link.approve': 'device',
  'devices.link.refuse': 'device',
  'users.find': 'device',
  'users.get': 'device',
  'users.photo': 'device',
  'users.chain': 'device',
  'users.chains': 'device',
  'chats.list': 'device',
  'chats.get': 'member',
  'chats.createDirect': 'device',
  'chats.epochs': 'member',
  'chats.addEpoch': 'member',
  'chats.createGroup': 'device',
  'chats.accept': 'member',
  'chats.mute': 'member',
  'chats.level': 'member',
  'chats.leave': 'member',
  'chats.forget': 'device',
  'chats.remove': 'owner',
  'chats.members': 'member',
  'chats.common': 'device',
  'chats.setCard': 'admin',
  'chats.invite': 'device',
  'chats.invites': 'admin',
  'chats.join': 'device',
  'chats.refuseJoin': 'device',
  'messages.list': 'member',
  'messages.newest': 'device',
  'messages.pins': 'member',
  'messages.readers': 'member',
  'messages.at': 'member',
  'messages.schedule': 'member',
  'messages.scheduled': 'device',
  'messages.unschedule': 'device',
  'messages.preview': 'device',
  'calls.ice': 'device',
  'calls.live': 'device',
  'calls.list': 'device',
  'calls.seen': 'device',
  'calls.report': 'device',
  'calls.get': 'member',
  'calls.start': 'member',
  'calls.join': 'member',
  'calls.sfu': 'member',
  'calls.decline': 'member',
  'calls.leave': 'member',
  'calls.end': 'member',
  'calls.ring': 'member',
  'calls.remove': 'member',
  'guests.setLink': 'member',
  'guests.dropLink': 'member',
  'guests.admit': 'member',
  'guests.refuse': 'member',
  'guests.look': 'anyone',
  'guests.knock': 'anyone',
  'guests.get': 'guest',
  'guests.join': 'guest',
  'guests.leave': 'guest',
  'guests.ice': 'guest',
  'guests.ticket': 'guest',
  'contacts.list': 'device',
  'contacts.add': 'device',
  'contacts.remove': 'device',
  'contacts.blocks': 'device',
  'contacts.block': 'device',
  'contacts.unblock': 'device',
  'files.link': 'member',
  'files.usage': 'device',
  'files.upload': 'device',
  'files.content': 'link',
  'gifs.offer': 'device',
  'gifs.search': 'device',
  'gifs.picture': 'device',
  'vault.list': 'device',
  'vault.put': 'device',
  'push.key': 'device',
  'push.subscribe': 'device',
  'push.unsubscribe': 'device',
  'push.holds': 'device',
  'push.test': 'device',
  'push.devices': 'device',
  'push.settings': 'device',
  'push.setSettings': 'device',
  'place.get': 'anyone',
  'place.look': 'anyone',
  'place.set': 'desk.admin',
  'place.invites': 'desk.admin',
  'place.invite': 'desk.admin',
  'place.revoke': 'desk.admin',
  'doctor.look': 'desk.admin',
  'doctor.mail': 'desk.admin',
  'admin.people': 'desk.moderator',
  'admin.suspend': 'desk.moderator',
  'admin.unsuspend': 'desk.moderator',
  'admin.remove': 'desk.admin',
  'admin.setRole': 'desk.admin',
  'admin.resetFactor': 'desk.admin',
  'admin.audit': 'desk.admin',
  'reports.make': 'member',
  'reports.list': 'desk.moderator',
  'reports.count': 'desk.moderator',
  'reports.close': 'desk.moderator',
  'socket.message.send': 'member',
  'socket.chat.mark': 'member',
  'socket.typing.start': 'member',
  'socket.presence.watch': 'device',
  'socket.focus': 'device',
  'socket.call.heard': 'member',
  'socket.call.signal': 'member',
  'socket.call.media': 'member',
  'socket.call.alive': 'member',
  'socket.guest.signal': 'guest',
  'socket.guest.media': 'guest',
  'socket.guest.alive': 'guest',
  'socket.ping': 'device',
}

export function ruleOf(action: string): Rule | undefined {
  return Object.hasOwn(rules, action) ? rules[action as Action] : undefined
}

/** Whether the action needs somebody who signed in. Throws FORBIDDEN for an action without a rule. */
export function needsCaller(action: string): boolean {
  const rule = ruleOf(action)
  if (rule === undefined) throw new SorokaError('FORBIDDEN')
  return rule !== 'anyone' && rule !== 'link' && rule !== 'guest'
}

/** Whether the action is for guests of a call alone. */
export function needsGuest(action: string): boolean {
  return ruleOf(action) === 'guest'
}

/** The rank on the server that the action needs; undefined: none. */
export function rankNeeded(action: string): number | undefined {
  const [desk, role] = (ruleOf(action) ?? '').split('.')
  return desk === 'desk' ? rankOf(role as ServerRole) : undefined
}

/** Of two, who has the higher one may act on the other. */
export function rankOf(role: ServerRole): number {
  return ['member', 'moderator', 'admin', 'owner'].indexOf(role)
}

/** Throws unless who asks may try the action. `role`: his on the server, read where rankNeeded says so. */
export function authorize(
  action: string,
  { caller, guest, role }: Pick<RequestContext, 'caller' | 'guest' | 'role'>,
): void {
  if (needsCaller(action) && caller === undefined) throw new SorokaError('UNAUTHORIZED')
  if (needsGuest(action) && guest === undefined) throw new SorokaError('UNAUTHORIZED')
  const rank = rankNeeded(action)
  if (rank !== undefined && !(role !== undefined && rankOf(role) >= rank)) throw new SorokaError('FORBIDDEN')
}
