import { rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { fakeDevices, oneBrowser } from './chromium.ts'
import type { Person } from './person.ts'
import { waveOf } from './wave.ts'

/** What a browser without a screen needs for calls; `tone`: a wave file that every microphone hears; `fps` of the cameras. */
export function callFlags(tone: string, fps?: number): string[] {
  return [
    ...fakeDevices(fps),
    `--use-file-for-fake-audio-capture=${tone}`,
    '--allow-loopback-in-peer-connection',
    '--autoplay-policy=no-user-gesture-required',
    '--disable-features=WebRtcHideLocalIpsWithMdns',
    '--disable-renderer-backgrounding',
    '--disable-background-timer-throttling',
    '--disable-backgrounding-occluded-windows',
    // The relay's certificate is its own.
    '--ignore-certificate-errors',
    '--auto-select-desktop-capture-source=Soroka',
  ]
}

/** Ten seconds of a tone that swells and fades, like a voice: noise suppression takes what stays the same for noise. */
export async function writeTone(file: string): Promise<void> {
  const rate = 48_000
  const samples = new Int16Array(rate * 10)
  for (let i = 0; i < samples.length; i++) {
    const swell = 0.55 + 0.45 * Math.sin((2 * Math.PI * 3 * i) / rate)
    samples[i] = Math.round(swell * 26_000 * Math.sin((2 * Math.PI * 440 * i) / rate))
  }
  await writeFile(file, waveOf(samples, rate))
}

/** Pictures a second of a camera that leaves two cores time for the rest. */
const SLOW = 10

/** One browser for a whole file of stories about calls. */
export function callBrowser(): () => Browser {
  const tone = path.join(tmpdir(), `soroka-tone-${process.pid}.wav`)
  beforeAll(() => writeTone(tone))
  afterAll(() => rm(tone, { force: true }))
  return oneBrowser(callFlags(tone, SLOW))
}

/** Runs before the page's own script: keeps its connections at hand. */
export function keepConnections(): void {
  const kept: RTCPeerConnection[] = []
  Object.assign(window, { connections: kept })
  const Plain = RTCPeerConnection
  window.RTCPeerConnection = class extends Plain {
    constructor(configuration?: RTCConfiguration) {
      super(configuration)
      kept.push(this)
    }
  }
}

/** What one live connection of a page has received, and by which path. */
export interface Received {
  frames: number
  /** Sum of the squared loudness, and seconds of it (webrtc-stats). */
  energy: number
  seconds: number
  /** host, srflx, prflx or relay, of this end; how it speaks to the relay. */
  path: string
  relay: string
}

/** One entry for each connection that stands. */
export function received(page: Page): Promise<Received[]> {
  return page.evaluate(async () => {
    const { connections } = window as unknown as { connections: RTCPeerConnection[] }
    const standing = connections.filter(({ connectionState }) => connectionState === 'connected')
    return await Promise.all(
      standing.map(async (one) => {
        const found = { frames: 0, energy: 0, seconds: 0, path: '', relay: '' }
        const report = await one.getStats()
        const all = [...report.values()] as Record<string, unknown>[]
        for (const stat of all) {
          if (stat.type === 'inbound-rtp' && stat.kind === 'video') found.frames += Number(stat.framesDecoded ?? 0)
          if (stat.type === 'inbound-rtp' && stat.kind === 'audio') {
            found.energy += Number(stat.totalAudioEnergy ?? 0)
            found.seconds = Math.max(found.seconds, Number(stat.totalSamplesDuration ?? 0))
          }
          if (stat.type === 'transport' && typeof stat.selectedCandidatePairId === 'string') {
            const pair = report.get(stat.selectedCandidatePairId) as { localCandidateId: string } | undefined
            const local = pair && (report.get(pair.localCandidateId) as Record<string, string> | undefined)
            found.path = local?.candidateType ?? ''
            found.relay = local?.relayProtocol ?? ''
          }
        }
        return found
      }),
    )
  })
}

/** Every connection shows moving pictures; `count`: how many there are. */
export async function sees({ page, name }: Person, count = 1): Promise<void> {
  await expect.poll(async () => (await received(page)).length, { message: `${name}: connected` }).toBe(count)
  const before = await received(page)
  const grown = async () =>
    (await received(page)).filter(({ frames }, n) => frames > (before[n]?.frames ?? 0) + 5).length
  await expect.poll(grown, { message: `${name}: pictures` }).toBe(count)
}

/** How loud the others were in the last moment: about 0 is silence. */
export async function loudness({ page }: Person): Promise<number> {
  const sum = (all: Received[]) =>
    all.reduce((a, b) => ({ energy: a.energy + b.energy, seconds: a.seconds + b.seconds }), { energy: 0, seconds: 0 })
  const before = sum(await received(page))
  await page.waitForTimeout(700)
  const after = sum(await received(page))
  return Math.sqrt((after.energy - before.energy) / Math.max(0.1, after.seconds - before.seconds))
}

export async function hears(person: Person): Promise<void> {
  await expect.poll(() => loudness(person), { message: `${person.name} hears` }).toBeGreaterThan(0.05)
}

export async function hearsNothing(person: Person): Promise<void> {
  await expect.poll(() => loudness(person), { message: `${person.name}: silence` }).toBeLessThan(0.005)
}

/** Keeps connections at hand from now on. */
export async function readyForCalls({ page }: Person): Promise<void> {
  await page.addInitScript(keepConnections)
  await page.reload()
}

/** Everything goes through the relay from now on, as the person may choose in the menu of a call. */
export async function hideAddress({ page }: Person): Promise<void> {
  await page.addInitScript(() => localStorage.setItem('soroka.calls', JSON.stringify({ relayOnly: true })))
  await page.reload()
}

/** The window that rings. */
export const ringing = ({ page }: Person) => page.getByRole('alertdialog')

export async function answer(person: Person, how: 'answer' | 'withoutVideo' = 'answer'): Promise<void> {
  await ringing(person)
    .getByRole('button', { name: person.say(`calls.incoming.${how}`), exact: true })
    .click()
}

/** The buttons of a call on the screen. */
export const controls = (person: Person) => person.page.getByRole('toolbar', { name: person.say('calls.button.bars') })

export async function press(person: Person, button: string): Promise<void> {
  await controls(person)
    .getByRole('button', { name: person.say(`calls.button.${button}`), exact: true })
    .click()
}

/** The person is in no call, and nothing about one covers the screen. */
export async function isFree(person: Person): Promise<void> {
  await controls(person).waitFor({ state: 'detached' })
  await ringing(person).waitFor({ state: 'detached' })
}
