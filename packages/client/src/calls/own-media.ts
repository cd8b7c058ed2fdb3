import type { CallId, CallMedia, CallState, DeviceId } from '@soroka/protocol'
import type { Connection } from '../websocket/connection.ts'

/** What this device sends into the calls that it is in. */
export class OwnMedia {
  readonly #connection: Pick<Connection, 'post'>
  readonly #device: DeviceId
  readonly #calls = new Map<CallId, CallMedia>()

  constructor(connection: Pick<Connection, 'post'>, device: DeviceId) {
    this.#connection = connection
    this.#device = device
  }

  /** The server heard it with the join. */
  entered(call: CallId, media: CallMedia): void {
    this.#calls.set(call, media)
  }

  /** Without a connection it is told when there is one. */
  tell(call: CallId, media: CallMedia): void {
    this.#calls.set(call, media)
    this.#connection.post({ t: 'call.media', call, media })
  }

  /** To a server that we come back to, which may have taken this device for gone. */
  tellAgain(): void {
    for (const [call, media] of this.#calls) {
      this.#connection.post({ t: 'call.alive', call })
      this.#connection.post({ t: 'call.media', call, media })
    }
  }

  /** Whether this device is in the call is for the call's state to say. */
  follow({ id, devices }: CallState): void {
    if (!devices.some(({ device }) => device === this.#device)) this.forget(id)
  }

  forget(call: CallId): void {
    this.#calls.delete(call)
  }
}
