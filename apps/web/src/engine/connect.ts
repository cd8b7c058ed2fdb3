import type { Client } from '@soroka/client/types'
import { proxy, wrap } from 'comlink'
import { passErrors } from './errors.ts'
import type { WebEngine } from './web-engine.ts'

/** Starts the SDK in a worker of its own: crypto, storage and the socket never run beside the screen. */
export function connect(): WebEngine {
  passErrors()
  const worker = new Worker(new URL('./engine.worker.ts', import.meta.url), { type: 'module', name: 'soroka-engine' })
  const remote = wrap<WebEngine>(worker) as unknown as WebEngine
  return new Proxy(remote, {
    get(target, name) {
      if (name === 'subscribe')
        return (listener: Parameters<Client['subscribe']>[0]) => target.subscribe(proxy(listener))
      return Reflect.get(target, name) as unknown
    },
  })
}
