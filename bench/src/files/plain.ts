// Runs in the page: the way of a file with nothing sealed, for comparison. The same client of tus, the same pieces.
import type { FileId } from '@soroka/protocol'
import { Tus } from '../../../packages/client/src/files/tus.ts'

const plain = {
  async upload(token: string): Promise<string> {
    const blob = document.querySelector<HTMLInputElement>('#bench-file')?.files?.[0]
    if (blob === undefined) throw new Error('no file')
    const bytes = crypto.getRandomValues(new Uint8Array(16))
    const id = btoa(String.fromCodePoint(...bytes))
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replaceAll('=', '')
    const tokens = { get: () => Promise.resolve(token), renew: () => Promise.resolve() }
    const tus = new Tus({ baseUrl: location.origin, fetch: (input, init) => fetch(input, init), tokens })
    await tus.upload({
      id: id as FileId,
      blob,
      fresh: true,
      signal: new AbortController().signal,
      sent: () => undefined,
    })
    return id
  },
  /** What a browser does with a download: all of it, to where it keeps blobs. */
  async download(url: string): Promise<number> {
    const answer = await fetch(url, { cache: 'no-store' })
    return (await answer.blob()).size
  },
}

export type Plain = typeof plain
Object.assign(globalThis, { plain })
