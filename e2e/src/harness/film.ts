import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Page } from 'playwright-core'
import type { Person } from './person.ts'

const fixture = path.resolve(import.meta.dirname, '../../fixtures/film.mp4')

/** Where a box of the file begins among its first boxes. */
function boxAt(bytes: Buffer, type: string): number {
  for (let at = 0; at < bytes.length; at += bytes.readUInt32BE(at))
    if (bytes.toString('latin1', at + 4, at + 8) === type) return at
  throw new Error(`no ${type}`)
}

/**
 * Twenty seconds of a test picture whose frames stand behind so many bytes of nothing, as they do in a large film: a player
 * must jump over them. Chosen from the disk: so much by the wire to the browser takes its time.
 * @returns its path
 */
export async function film(name: string, bytes: number): Promise<string> {
  const small = await readFile(fixture)
  const frames = boxAt(small, 'mdat')
  const head = Buffer.from(small.subarray(0, frames))
  const table = head.indexOf('stco') + 8
  for (let n = 0; n < head.readUInt32BE(table); n++) {
    const place = table + 4 + n * 4
    head.writeUInt32BE(head.readUInt32BE(place) + bytes, place)
  }
  const nothing = Buffer.alloc(bytes)
  nothing.writeUInt32BE(bytes, 0)
  nothing.write('free', 4, 'latin1')
  const file = path.join(await mkdtemp(path.join(tmpdir(), 'soroka-film-')), name)
  await writeFile(file, Buffer.concat([head, nothing, small.subarray(frames)]))
  return file
}

/** Chooses a film from the disk by the paper clip; the dialog that asks for a caption is open then. */
export async function chooseFilm(person: Person, file: string): Promise<void> {
  const chooser = person.page.waitForEvent('filechooser')
  await person.button('messages.attach').click()
  await person.page.getByRole('menuitem', { name: person.say('media.attach.pick') }).click()
  await (await chooser).setFiles(file)
  const send = { name: person.say('messages.send'), exact: true, disabled: false }
  await person.page.getByRole('dialog').getByRole('button', send).waitFor()
}

/** What the film on the screen does now. */
export async function filmState(
  page: Page,
): Promise<{ at: number; duration: number; paused: boolean; frames: number }> {
  return await page.locator('dialog video').evaluate((video: HTMLVideoElement) => ({
    at: video.currentTime,
    duration: video.duration,
    paused: video.paused,
    frames: video.getVideoPlaybackQuality().totalVideoFrames,
  }))
}

/** Waits until it has shown a frame at or behind a place. @returns how long that took, in ms */
export async function playsFrom(page: Page, seconds: number): Promise<number> {
  const begin = Date.now()
  await page.locator('dialog video').waitFor()
  for (let tries = 0; tries < 300; tries++) {
    const { at, frames } = await filmState(page)
    if (at > seconds && frames > 0) return Date.now() - begin
    await page.waitForTimeout(30)
  }
  throw new Error(`the film does not play from ${seconds} s: ${JSON.stringify(await filmState(page))}`)
}

/** Sealed bytes of files that the service worker read from the server so far. */
export async function bytesRead(page: Page): Promise<number> {
  const [worker] = page.context().serviceWorkers()
  if (!worker) throw new Error('no service worker')
  return await worker.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .filter(({ name }) => name.includes('/api/files/'))
      .reduce((sum, entry) => sum + (entry as PerformanceResourceTiming).encodedBodySize, 0),
  )
}

/** Waits until the device keeps a file of more than so many bytes for the time without a network. */
export async function kept(page: Page, bytes: number): Promise<void> {
  await page.evaluate(async (least) => {
    const ask = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result))
        request.addEventListener('error', () => reject(request.error ?? new Error('IndexedDB')))
      })
    const rows = async (name: string): Promise<{ bytes: number; waiting?: number }[]> => {
      const db = await ask(indexedDB.open(name))
      const all = db.objectStoreNames.contains('files')
        ? await ask(db.transaction('files').objectStore('files').getAll())
        : []
      db.close()
      return all as { bytes: number }[]
    }
    for (const end = Date.now() + 60_000; Date.now() < end;) {
      for (const { name } of await indexedDB.databases())
        if (name !== undefined && (await rows(name)).some((row) => row.bytes > least && row.waiting === undefined))
          return
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    throw new Error('the file was not kept')
  }, bytes)
}
