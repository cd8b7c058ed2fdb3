import type { Client } from '@soroka/client/types'
import { proxy, wrap } from 'comlink'
import { passErrors } from './errors.ts'
import type { WebEngine } from './web-engine.ts'

function startWorker(): WebEngine {
  passErrors()
  const worker = new Worker(new URL('./engine.worker.ts', import.meta.url), { type: 'module', name: 'soroka-engine' })
  return wrap<WebEngine>(worker) as unknown as WebEngine
}

/**
 * The SDK in a worker of its own: crypto, storage and the socket never run beside the screen. It starts when it is first
 * asked for something.
 */
export function connect(): WebEngine {
  let remote: WebEngine | undefined
  return new Proxy({} as WebEngine, {
    get(_, name) {
      const target = (remote ??= startWorker())
      if (name === 'subscribe')
        return (listener: Parameters<Client['subscribe']>[0]) => target.subscribe(proxy(listener))
      return Reflect.get(target, name) as unknown
    },
  })
}
