import type { Page } from 'playwright-core'

/** How an argument names the file that was put into the page. */
export const theFile = { theFile: true }

/**
 * Asks the engine as the page asks it, and throws what it throws. Where an argument holds `theFile`, the file that lies in the
 * page's own input takes its place; a blob that comes back stays in the page, and its size comes here.
 */
export function callEngine<T>(page: Page, path: string[], args: unknown[]): Promise<T> {
  return page.evaluate(
    async ({ path, args }) => {
      const put = (value: unknown): unknown => {
        if (typeof value !== 'object' || value === null) return value
        if ('theFile' in value) return document.querySelector<HTMLInputElement>('#bench-file')?.files?.[0]
        if (Array.isArray(value)) return value.map(put)
        return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, put(one)]))
      }
      const worker = (window as unknown as { engineWorker: Worker }).engineWorker
      const id = crypto.randomUUID()
      const { promise, resolve, reject } = Promise.withResolvers<unknown>()
      worker.addEventListener('message', function answered({ data }: MessageEvent) {
        const answer = data as { id?: string; name?: string; value: unknown }
        if (answer.id !== id) return
        worker.removeEventListener('message', answered)
        if (answer.name === 'throw') reject(new Error(JSON.stringify(answer.value)))
        else resolve(answer.value)
      })
      worker.postMessage({
        id,
        type: 'APPLY',
        path,
        argumentList: args.map((value) => ({ type: 'RAW', value: put(value) })),
      })
      const value = await promise
      return (value instanceof Blob ? value.size : value) as never
    },
    { path, args },
  )
}
