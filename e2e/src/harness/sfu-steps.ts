import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Person } from './person.ts'

/** One picture that comes in: what of it arrived, and what could be shown. */
interface Picture {
  id: string
  frames: number
  bytes: number
}

/** The pictures that come over the live connections of a page. */
async function pictures(page: Page): Promise<Picture[]> {
  return await page.evaluate(async () => {
    const { connections } = window as unknown as { connections: RTCPeerConnection[] }
    const standing = connections.filter(({ connectionState }) => connectionState === 'connected')
    const reports = await Promise.all(standing.map((one) => one.getStats()))
    return reports.flatMap((report, n) =>
      ([...report.values()] as Record<string, unknown>[])
        .filter(({ type, kind }) => type === 'inbound-rtp' && kind === 'video')
        .map((stat) => ({
          id: `${n} ${String(stat.id)}`,
          frames: Number(stat.framesDecoded ?? 0),
          bytes: Number(stat.bytesReceived ?? 0),
        })),
    )
  })
}

/** How many pictures got more bytes in the last moment, and how many of those were shown to move. */
async function moving({ page }: Person): Promise<{ come: number; shown: number }> {
  const before = new Map((await pictures(page)).map((one) => [one.id, one]))
  await page.waitForTimeout(1500)
  const grown = (await pictures(page)).filter(({ id, bytes }) => bytes > (before.get(id)?.bytes ?? 0) + 2000)
  const shown = grown.filter(({ id, frames }) => frames > (before.get(id)?.frames ?? 0) + 4)
  return { come: grown.length, shown: shown.length }
}

/** So many pictures of others move. */
export async function watches(person: Person, count: number): Promise<void> {
  const message = `${person.name} sees ${count}`
  await expect.poll(() => moving(person), { timeout: 25_000, message }).toEqual({ come: count, shown: count })
}

/** So many come, of which so many can be shown; seen twice. */
export async function getsAndSees(person: Person, come: number, shown: number): Promise<void> {
  const message = `${person.name} gets ${come} and sees ${shown}`
  await expect.poll(() => moving(person), { timeout: 25_000, message }).toEqual({ come, shown })
  expect(await moving(person), message).toEqual({ come, shown })
}

/** Frames that a page has ever shown. */
export async function framesShown({ page }: Person): Promise<number> {
  return (await pictures(page)).reduce((sum, { frames }) => sum + frames, 0)
}

/** Runs before the page's own script: every key of frames is another one by a bit. */
export function spoilFrameKeys(): void {
  const { subtle } = crypto
  const importKey = subtle.importKey.bind(subtle) as (...args: unknown[]) => Promise<CryptoKey>
  Object.assign(subtle, {
    importKey: (format: string, key: unknown, algorithm: unknown, ...rest: unknown[]) =>
      importKey(format, algorithm === 'HKDF' ? (key as Uint8Array).map((byte) => byte ^ 1) : key, algorithm, ...rest),
  })
}
