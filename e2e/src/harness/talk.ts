import type { Person } from './person.ts'

interface Engine {
  engineWorker?: Worker
}

/** Before the page's own script: keeps the engine's worker at hand, so that a story can say more than fingers can type. */
export async function keepEngine({ page }: Person): Promise<void> {
  await page.addInitScript(() => {
    const Plain = Worker
    window.Worker = class extends Plain {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options)
        ;(window as Engine).engineWorker = this
      }
    }
  })
  await page.reload()
}

/** Sends many messages to the open chat, as the page itself asks its engine to. */
export async function talk({ page }: Person, texts: readonly string[]): Promise<void> {
  await page.evaluate(async (all) => {
    const worker = (window as Engine).engineWorker
    const chat = location.pathname.split('/').at(-1)
    if (!worker || !chat) throw new Error('no engine, or no open chat')
    const send = (text: string) =>
      new Promise<void>((resolve) => {
        const id = crypto.randomUUID()
        worker.addEventListener('message', function answered({ data }: MessageEvent<{ id?: string }>) {
          if (data.id !== id) return
          worker.removeEventListener('message', answered)
          resolve()
        })
        const argumentList = [chat, text].map((value) => ({ type: 'RAW', value }))
        worker.postMessage({ id, type: 'APPLY', path: ['messages', 'send'], argumentList })
      })
    for (const text of all) await send(text)
  }, texts)
}
