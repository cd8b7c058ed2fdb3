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
export async function pictures(page: Page): Promise<Picture[]> {
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
export async function moving({ page }: Person): Promise<{ come: number; shown: number }> {
  const before = new Map((await pictures(page)).map((one) => [one.id, one]))
  await page.waitForTimeout(1500)
  const grown = (await pictures(page)).filter(({ id, bytes }) => bytes > (before.get(id)?.bytes ?? 0) + 2000)
  const shown = grown.filter(({ id, frames }) => frames > (before.get(id)?.frames ?? 0) + 4)
  return { come: grown.length, shown: shown.length }
}

/**
 * What came of each picture since it was first looked at: also a busy machine, which shows a few frames a second, gets
 * there in the end.
 */
function sinceFirstSeen({ page }: Person): () => Promise<Picture[]> {
  const first = new Map<string, Picture>()
  return async () =>
    (await pictures(page)).map((now) => {
      const before = first.get(now.id) ?? now
      first.set(now.id, before)
      return { id: now.id, frames: now.frames - before.frames, bytes: now.bytes - before.bytes }
    })
}

const came = ({ bytes }: Picture) => bytes > 2000
const moved = ({ frames }: Picture) => frames >= 10

/** So many pictures of others come, and all of them move. */
export async function watches(person: Person, count: number): Promise<void> {
  const look = sinceFirstSeen(person)
  const counted = async () => {
    const all = await look()
    return { come: all.filter(came).length, shown: all.filter(moved).length }
  }
  const message = `${person.name} watches ${count}`
  await expect.poll(counted, { message }).toEqual({ come: count, shown: count })
}

/** So many come, of which so many can be shown; of the others not a single frame is. */
export async function getsAndSees(person: Person, come: number, shown: number): Promise<void> {
  const look = sinceFirstSeen(person)
  const message = `${person.name} gets ${come} and sees ${shown}`
  const counted = async () => {
    const all = (await look()).filter(came)
    return { come: all.length, shown: all.filter(moved).length, dark: all.filter(({ frames }) => frames === 0).length }
  }
  const expected = { come, shown, dark: come - shown }
  await expect.poll(counted, { message }).toEqual(expected)
  // Nor a little later.
  await person.page.waitForTimeout(1500)
  expect(await counted(), message).toEqual(expected)
}

/** So many voices and sounds of others are loud, each for itself. */
export async function hearsAll({ page, name }: Person, count: number): Promise<void> {
  const energies = () =>
    page.evaluate(async () => {
      const { connections } = window as unknown as { connections: RTCPeerConnection[] }
      const standing = connections.filter(({ connectionState }) => connectionState === 'connected')
      const reports = await Promise.all(standing.map((one) => one.getStats()))
      return reports.flatMap((report, n) =>
        ([...report.values()] as Record<string, unknown>[])
          .filter(({ type, kind }) => type === 'inbound-rtp' && kind === 'audio')
          .map((stat) => [`${n} ${String(stat.id)}`, Number(stat.totalAudioEnergy ?? 0)] as const),
      )
    })
  const before = new Map(await energies())
  const loud = async () => (await energies()).filter(([id, energy]) => energy > (before.get(id) ?? 0) + 0.002).length
  await expect.poll(loud, { message: `${name} hears ${count}` }).toBe(count)
}

/** Runs before the page's own script: a screen that is shown has a sound, which machines without speakers don't give. */
export function soundOfScreen(): void {
  const devices = navigator.mediaDevices
  const plain = devices.getDisplayMedia.bind(devices)
  devices.getDisplayMedia = async (options) => {
    const stream = await plain({ ...options, audio: false })
    const context = new AudioContext()
    const out = new MediaStreamAudioDestinationNode(context)
    const tone = new OscillatorNode(context, { frequency: 660 })
    tone.connect(out)
    tone.start()
    for (const track of out.stream.getAudioTracks()) stream.addTrack(track)
    return stream
  }
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
