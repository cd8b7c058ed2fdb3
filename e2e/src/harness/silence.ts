import type { Page } from 'playwright-core'

/** Runs before the page's own script, beside `keepConnections`: hears what the page really plays, as its person would. */
export function listenToPage(): void {
  const players = new Set<HTMLAudioElement>()
  const plain = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, 'srcObject')
  Object.defineProperty(HTMLMediaElement.prototype, 'srcObject', {
    ...plain,
    set(this: HTMLMediaElement, value: unknown) {
      if (this instanceof HTMLAudioElement) players.add(this)
      plain?.set?.call(this, value)
    },
  })
  const silence = { longest: 0, heardAt: performance.now() }
  Object.assign(window, { silence })
  const energies = new Map<MediaStreamTrack, number>()
  /** The tracks whose energy has grown since the last look, played or not. */
  async function loud(): Promise<Set<MediaStreamTrack>> {
    const { connections } = window as unknown as { connections: RTCPeerConnection[] }
    const receivers = connections.flatMap((one) => (one.connectionState === 'closed' ? [] : one.getReceivers()))
    const grown = new Set<MediaStreamTrack>()
    for (const receiver of receivers.filter(({ track }) => track.kind === 'audio')) {
      const report = [...(await receiver.getStats()).values()] as Record<string, unknown>[]
      const energy = Number(report.find(({ type }) => type === 'inbound-rtp')?.totalAudioEnergy ?? 0)
      if (energy - (energies.get(receiver.track) ?? 0) > 0.000_01) grown.add(receiver.track)
      energies.set(receiver.track, energy)
    }
    return grown
  }
  let looked = performance.now()
  async function listen(): Promise<void> {
    const heard = await loud()
    const now = performance.now()
    // A page that stood still was not looked at: that is no silence.
    silence.heardAt += Math.max(0, now - looked - 250)
    looked = now
    const played = [...players].flatMap(({ paused, srcObject }) =>
      !paused && srcObject instanceof MediaStream ? srcObject.getAudioTracks() : [],
    )
    if (played.some((track) => heard.has(track))) silence.heardAt = now
    silence.longest = Math.max(silence.longest, now - silence.heardAt)
    setTimeout(() => void listen(), 50)
  }
  // The connections are kept by then.
  setTimeout(() => void listen())
}

interface Listening {
  silence: { longest: number; heardAt: number }
}

/** Counts silences from now on. */
export async function beginToListen(page: Page): Promise<void> {
  await page.evaluate(() => {
    const { silence } = window as unknown as Listening
    Object.assign(silence, { longest: 0, heardAt: performance.now() })
  })
}

/** The longest time in which nothing that was played was heard (ms). */
export async function longestSilence(page: Page): Promise<number> {
  return await page.evaluate(() => (window as unknown as Listening).silence.longest)
}
