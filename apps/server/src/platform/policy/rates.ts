import { networkOf, takeOrThrow } from '../limits/index.ts'
import type { Rate, RateLimiter } from '../limits/index.ts'
import type { RequestContext } from '../http/context.ts'
import type { Route } from './policy.ts'

/** A device that comes back after a month reads a lot; more than this in a minute does none. */
const read: Rate = { amount: 3000, seconds: 60 }
const write: Rate = { amount: 300, seconds: 60 }
/** What makes the server compute, or write much: an epoch, a search, a preview. */
const costly: Rate = { amount: 150, seconds: 60 }
/** From one network, in which many people may sit. */
const stranger: Rate = { amount: 600, seconds: 600 }
const session: Rate = { amount: 3000, seconds: 600 }
/** One person's calls must not look like everybody's. */
const report: Rate = { amount: 20, seconds: 600 }

/**
 * How often a person, or the network of somebody who is not signed in, may use a route (S7). A route that is missing does
 * not compile. Features have narrower limits of their own, on what they alone can see: an address, a link, a session.
 */
export const rates: Readonly<Record<Route, Rate>> = {
  'auth.signUp.start': stranger,
  'auth.signUp.resend': stranger,
  'auth.signUp.finish': stranger,
  'auth.signIn.start': stranger,
  'auth.signIn.finish': stranger,
  'auth.signIn.device': stranger,
  'auth.recovery.start': stranger,
  'auth.recovery.verify': stranger,
  'auth.recovery.finish': stranger,
  'auth.link.start': stranger,
  // Asked every second or two while the code is on the screen.
  'auth.link.state': session,
  'auth.link.finish': stranger,
  'auth.passkeys.list': read,
  'auth.passkeys.start': costly,
  'auth.passkeys.add': costly,
  'auth.passkeys.remove': costly,
  'auth.passkeys.signIn.start': stranger,
  'auth.passkeys.signIn.finish': stranger,
  'auth.unlock.start': costly,
  'auth.unlock.finish': costly,
  'auth.password.change': costly,
  'auth.recoveryKey.replace': costly,
  'auth.signIn.secondFactor': stranger,
  'auth.recovery.secondFactor': stranger,
  'auth.totp.get': read,
  'auth.totp.start': costly,
  'auth.totp.enable': costly,
  'auth.totp.renewCodes': costly,
  'auth.totp.disable': costly,
  'auth.email.start': costly,
  'auth.email.finish': costly,
  'auth.refresh': session,
  'auth.signOut': session,
  'auth.ticket': write,
  'account.get': read,
  'account.known': costly,
  'account.update': write,
  'account.remove': write,
  'account.setPhoto': costly,
  'devices.list': read,
  'devices.rename': write,
  'devices.key': read,
  'devices.revoke': costly,
  'devices.link.look': costly,
  'devices.link.approve': costly,
  'devices.link.refuse': write,
  'users.find': costly,
  'users.get': read,
  'users.photo': read,
  'users.chain': read,
  'users.chains': write,
  'chats.list': read,
  'chats.get': read,
  'chats.createDirect': costly,
  'chats.epochs': read,
  'chats.addEpoch': costly,
  'chats.createGroup': costly,
  'chats.accept': write,
  'chats.mute': write,
  'chats.level': write,
  'chats.leave': costly,
  'chats.forget': write,
  'chats.remove': costly,
  'chats.members': read,
  'chats.common': write,
  'chats.setCard': write,
  'chats.invite': costly,
  'chats.invites': read,
  'chats.join': costly,
  'chats.refuseJoin': write,
  'messages.list': read,
  'messages.newest': costly,
  'messages.pins': read,
  'messages.readers': read,
  'messages.at': read,
  'messages.schedule': costly,
  'messages.scheduled': write,
  'messages.unschedule': write,
  'messages.preview': costly,
  'calls.ice': write,
  'calls.live': read,
  'calls.list': read,
  'calls.seen': write,
  'calls.report': report,
  'calls.get': read,
  'calls.start': costly,
  'calls.join': costly,
  'calls.sfu': write,
  'calls.decline': write,
  'calls.leave': write,
  'calls.end': write,
  'calls.ring': costly,
  'calls.remove': write,
  'guests.setLink': write,
  'guests.dropLink': write,
  'guests.admit': write,
  'guests.refuse': write,
  'guests.look': stranger,
  'guests.knock': stranger,
  'guests.get': write,
  'guests.join': costly,
  'guests.leave': write,
  'guests.ice': write,
  'guests.ticket': write,
  'contacts.list': write,
  'contacts.add': write,
  'contacts.remove': write,
  'contacts.blocks': write,
  'contacts.block': write,
  'contacts.unblock': write,
  'files.link': read,
  'files.usage': write,
  'files.upload': read,
  'files.content': read,
  'gifs.offer': write,
  'gifs.search': costly,
  'gifs.picture': read,
  'vault.list': read,
  'vault.put': write,
  'push.key': read,
  'push.subscribe': costly,
  'push.unsubscribe': write,
  'push.holds': write,
  'push.test': costly,
  'push.devices': read,
  'push.settings': read,
  'push.setSettings': write,
  'place.get': stranger,
  'place.look': stranger,
  'place.set': write,
  'place.invites': read,
  'place.invite': write,
  'place.revoke': write,
  'doctor.look': costly,
  'doctor.mail': costly,
  'admin.people': costly,
  'admin.suspend': write,
  'admin.unsuspend': write,
  'admin.remove': write,
  'admin.setRole': write,
  'admin.resetFactor': write,
  'admin.audit': write,
  'reports.make': costly,
  'reports.list': costly,
  'reports.count': write,
  'reports.close': write,
}

/**
 * Before a route runs, once it is known who asks.
 * @throws SorokaError RATE_LIMITED
 */
export async function limitRoute(limiter: RateLimiter, route: string, context: RequestContext): Promise<void> {
  if (!isRoute(route)) return
  // Programs at this machine share its address with whoever sits at it.
  if (context.caller === undefined && context.atThisMachine) return
  const who = context.caller?.user ?? networkOf(context.ip)
  await takeOrThrow(limiter, [`route:${route}:${who}`, rates[route]])
}

const isRoute = (name: string): name is Route => Object.hasOwn(rates, name)
