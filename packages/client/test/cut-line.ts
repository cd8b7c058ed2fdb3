import type { Platform } from '../src/platform/platform.ts'

/** Which way bytes go that are cut. */
type Way = 'up' | 'down'

export interface CutLine {
  platform: Platform
  /** Cuts so many transfers from now on, each after a random part of its bytes. */
  cut(way: Way, times: number): void
  /** Cuts that are still to come. */
  left(way: Way): number
  /** What was asked of the server, files only: method and path. */
  asked: string[]
  /** Changes what comes down. */
  tamper: ((bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>) | undefined
  /** Comes between the server and the answer to a piece that went up. */
  after: ((url: string, headers: HeadersInit | undefined) => Promise<unknown>) | undefined
  /** Stands for the server when an upload begins. */
  refuse: (() => Response) | undefined
  /** Holds back what goes up, as long as it is set. */
  hold: Promise<unknown> | undefined
}

const broken = () => new TypeError('fetch failed')

/** A network whose line breaks in the middle of files. */
export function cutLine(platform: Platform, random: () => number): CutLine {
  const cuts: Record<Way, number> = { up: 0, down: 0 }
  const line: CutLine = {
    asked: [],
    tamper: undefined,
    after: undefined,
    refuse: undefined,
    hold: undefined,
    cut: (way, times) => {
      cuts[way] = times
    },
    left: (way) => cuts[way],
    platform: {
      ...platform,
      fetch: async (input, init) => {
        const url = input instanceof Request ? input.url : String(input)
        if (!url.includes('/api/files/')) return await platform.fetch(input, init)
        const method = input instanceof Request ? input.method : (init?.method ?? 'GET')
        line.asked.push(`${method} ${new URL(url).pathname}`)
        if (method === 'PATCH') {
          await line.hold
          if (cuts.up > 0 && init?.body instanceof Blob) {
            cuts.up--
            const part = init.body.slice(0, Math.floor(random() * init.body.size))
            return await platform.fetch(input, { ...init, ...cutAfter(part) })
          }
        }
        if (method === 'POST' && url.endsWith('/uploads') && line.refuse !== undefined) return line.refuse()
        const answer = await platform.fetch(input, init)
        if (method === 'PATCH') await line.after?.(url, init?.headers)
        if (!url.includes('/content') || !answer.ok) return answer
        const bytes = line.tamper?.(await answer.bytes()) ?? (cuts.down > 0 ? await answer.bytes() : undefined)
        if (bytes === undefined) return answer
        if (cuts.down === 0) return new Response(bytes, answer)
        cuts.down--
        const some = bytes.slice(0, Math.floor(random() * bytes.length))
        return new Response(cutAfter(new Blob([some])).body, answer)
      },
    },
  }
  return line
}

/** A body that breaks off after these bytes. */
function cutAfter(part: Blob): { body: ReadableStream<Uint8Array<ArrayBuffer>>; duplex: 'half' } {
  let rest: Uint8Array<ArrayBuffer> | undefined
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: async (controller) => {
      if (rest === undefined) {
        rest = await part.bytes()
        if (rest.length > 0) return controller.enqueue(rest)
      }
      // What was handed over has left by then.
      await new Promise((done) => setTimeout(done, 5))
      controller.error(broken())
    },
  })
  return { body, duplex: 'half' }
}

/** The same numbers each time (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d_2b_79_f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
