/// <reference lib="webworker" />
import { browserPlatform } from '@soroka/client/browser'
import {
  declineFromPush,
  moveSubscription,
  openServerLine,
  readFromPush,
  replyToPush,
} from '@soroka/client/push-server'

/** What of the worker needs the server, an engine of its own included. */
export interface ServerHalf {
  openLine: Bound<typeof openServerLine>
  decline: Bound<typeof declineFromPush>
  read: Bound<typeof readFromPush>
  reply: Bound<typeof replyToPush>
  moveSubscription: Bound<typeof moveSubscription>
}
type Bound<F> = F extends (host: never, ...args: infer Args) => infer Result ? (...args: Args) => Result : never

declare const self: ServiceWorkerGlobalScope & { serverHalf?: ServerHalf }

// A worker is never what a person looks at.
const host = { baseUrl: self.location.origin, platform: browserPlatform(() => false) }

self.serverHalf = {
  openLine: (...args) => openServerLine(host, ...args),
  decline: (...args) => declineFromPush(host, ...args),
  read: (...args) => readFromPush(host, ...args),
  reply: (...args) => replyToPush(host, ...args),
  moveSubscription: (...args) => moveSubscription(host, ...args),
}
