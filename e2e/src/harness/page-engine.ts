import type { Page } from 'playwright-core'

/** Runs before the page's own script: keeps the engine's worker at hand. */
export function keepWorker(): void {
  const Plain = Worker
  window.Worker = class extends Plain {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options)
      Object.assign(window, { engineWorker: this })
    }
  }
}

/** Asks the engine as the page asks it. @returns its answer, and how long it took until it was in the page, in ms */
export function askEngine<T>(page: Page, path: string[], args: unknown[]): Promise<{ value: T; ms: number }> {
  return page.evaluate(
    ({ path, args }) => {
      const worker = (window as unknown as { engineWorker: Worker }).engineWorker
      const id = crypto.randomUUID()
      const began = performance.now()
      return new Promise<{ value: T; ms: number }>((resolve) => {
        worker.addEventListener('message', function answered({ data }: MessageEvent<{ id?: string; value: T }>) {
          if (data.id !== id) return
          worker.removeEventListener('message', answered)
          resolve({ value: data.value, ms: performance.now() - began })
        })
        worker.postMessage({ id, type: 'APPLY', path, argumentList: args.map((value) => ({ type: 'RAW', value })) })
      })
    },
    { path, args },
  )
}
