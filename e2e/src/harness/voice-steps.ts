import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Locator } from 'playwright-core'
import type { Person } from './person.ts'

/** Where a finger goes that holds the button: in steps from where it went down. */
export interface Slide {
  x?: number
  y?: number
}

/** Presses the button as long as it is said, by a finger on a phone and a mouse elsewhere, slides and lets go. */
export async function hold(person: Person, button: Locator, ms: number, { x = 0, y = 0 }: Slide = {}): Promise<void> {
  const box = await button.boundingBox()
  if (!box) throw new Error('no button to hold')
  const [fromX, fromY] = [box.x + box.width / 2, box.y + box.height / 2]
  const finger = person.look.width === 'phone' ? await fingerOf(person) : mouseOf(person)
  await finger.down(fromX, fromY)
  await person.page.waitForTimeout(ms)
  const steps = x === 0 && y === 0 ? 0 : 8
  for (let step = 1; step <= steps; step++) await finger.move(fromX + (x * step) / 8, fromY + (y * step) / 8)
  await finger.up()
}

function mouseOf({ page }: Person) {
  return {
    down: async (x: number, y: number) => {
      await page.mouse.move(x, y)
      await page.mouse.down()
    },
    move: (x: number, y: number) => page.mouse.move(x, y),
    up: () => page.mouse.up(),
  }
}

/** Through the protocol: what a browser makes of a finger that stays. */
async function fingerOf({ page }: Person) {
  const protocol = await page.context().newCDPSession(page)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: { x: number; y: number }[]) =>
    protocol.send('Input.dispatchTouchEvent', { type, touchPoints })
  return {
    down: (x: number, y: number) => touch('touchStart', [{ x, y }]),
    move: (x: number, y: number) => touch('touchMove', [{ x, y }]),
    up: async () => {
      await touch('touchEnd', [])
      await protocol.detach()
    },
  }
}

/** The play button of the newest voice message that has this mark, or of the oldest. */
export function voice(person: Person, kind: 'new' | 'heard', which: 'newest' | 'oldest' = 'newest'): Locator {
  const name = person.say(kind === 'new' ? 'voice.unheard' : 'media.voice')
  const all = person.page.getByRole('button', { name: person.say('media.play', { name }), exact: true })
  return which === 'newest' ? all.last() : all.first()
}

/** Waits until so many voice messages stand in the feed, and no more. */
export async function voices(person: Person, count: number): Promise<void> {
  const all = person.page.getByRole('slider', { name: person.say('media.place') })
  for (let tries = 0; tries < 150 && (await all.count()) < count; tries++) await person.page.waitForTimeout(100)
  const found = await all.count()
  if (found !== count) throw new Error(`${found} voice messages instead of ${count}`)
}

/** Waits until a sound has gone on for a while: what the player bar says is read, as people do. */
export async function plays(person: Person): Promise<void> {
  const bar = person.page.getByRole('region', { name: person.say('voice.bar.label') }).last()
  await bar.getByText(/0:01 \//).waitFor()
}

/** From now on this page records as Safari does: AAC in fragments of MP4. */
export async function recordLikeSafari(person: Person): Promise<void> {
  const bytes = [...(await readFile(path.join(import.meta.dirname, 'safari-voice.m4a')))]
  await person.page.evaluate((recorded) => {
    class SafariRecorder extends EventTarget {
      static isTypeSupported = (type: string) => type.includes('mp4a') || type === 'audio/mp4'
      readonly mimeType = 'audio/mp4; codecs=mp4a.40.2'
      readonly stream: MediaStream
      state = 'inactive'
      constructor(stream: MediaStream) {
        super()
        this.stream = stream
      }
      start() {
        this.state = 'recording'
      }
      stop() {
        this.state = 'inactive'
        const data = new Blob([Uint8Array.from(recorded)], { type: 'audio/mp4' })
        queueMicrotask(() => {
          this.dispatchEvent(new BlobEvent('dataavailable', { data }))
          this.dispatchEvent(new Event('stop'))
        })
      }
    }
    Object.assign(window, { MediaRecorder: SafariRecorder })
  }, bytes)
}
