import type { Page } from 'playwright-core'
import { median } from '../median.ts'
import { processMemory } from '../web/device/memory.ts'
import { cpuSeconds } from './cpu.ts'
import { callEngine, theFile } from './engine.ts'
import type { Plain } from './plain.ts'
import type { Product } from './product.ts'
import { watched } from './watched.ts'

interface Seen {
  id: string
  state: string
  files?: { id: string }[]
}

/** The file that was sent last, and where. */
export interface Sent {
  chat: string
  message: string
  file: string
}

/** By the clock, and of the processors: of the browser and the server together. */
export interface Cost {
  seconds: number
  cpu: number
}

/** What each round cost. */
export interface Speeds {
  plainUp: Cost[]
  sealedUp: Cost[]
  plainDown: Cost[]
  sealedDown: Cost[]
}

export async function choose(page: Page, path: string): Promise<void> {
  await page.evaluate(() => {
    if (document.querySelector('#bench-file')) return
    const input = document.createElement('input')
    input.type = 'file'
    input.id = 'bench-file'
    document.body.append(input)
  })
  await page.setInputFiles('#bench-file', path)
}

/** Returns when the message is on the server, with its file. */
export async function send(page: Page, shape = 'document', type = 'application/octet-stream'): Promise<Sent> {
  const { id: chat } = await callEngine<{ id: string }>(page, ['chats', 'openNest'], [])
  const message = await callEngine<Seen>(
    page,
    ['messages', 'send'],
    [chat, { text: '', files: [{ shape, name: 'file.bin', type, blob: theFile }] }],
  )
  for (;;) {
    const { messages } = await callEngine<{ messages: Seen[] }>(page, ['messages', 'page'], [chat, { limit: 1 }])
    const found = messages.find(({ id }) => id === message.id)
    if (found?.state === 'failed') throw new Error('the file was refused')
    if (found?.state === 'sent') return { chat, message: message.id, file: message.files?.[0]?.id ?? '' }
    await page.waitForTimeout(60)
  }
}

/** From the server, opened, and checked: what lay on the device is taken away before. */
export async function read(page: Page, { chat, message, file }: Sent): Promise<number> {
  await callEngine(page, ['files', 'clear'], [{}])
  return await callEngine<number>(page, ['files', 'read'], [chat, message, file])
}

async function timed({ profile, pid }: Product, work: () => Promise<unknown>): Promise<Cost> {
  const before = await cpuSeconds(profile, pid)
  const began = performance.now()
  await work()
  const seconds = (performance.now() - began) / 1000
  return { seconds, cpu: (await cpuSeconds(profile, pid)) - before }
}

/** Plain and sealed in turn, so that whatever else the machine does weighs on both. */
export async function compareSpeeds(product: Product, rounds: number): Promise<Speeds> {
  const { page, token } = product
  const plainly = <T>(verb: keyof Plain, argument: string): Promise<T> =>
    page.evaluate(({ verb, argument }) => (globalThis as unknown as { plain: Plain }).plain[verb](argument) as never, {
      verb,
      argument,
    })
  const speeds: Speeds = { plainUp: [], sealedUp: [], plainDown: [], sealedDown: [] }
  for (let round = 0; round < rounds; round++) {
    speeds.plainUp.push(await timed(product, () => plainly('upload', token())))
    let sent: Sent | undefined
    speeds.sealedUp.push(await timed(product, async () => (sent = await send(page))))
    const at = sent as Sent
    const { url } = await callEngine<{ url: string }>(page, ['files', 'clear'], [{}]).then(() =>
      callEngine<{ url: string }>(page, ['files', 'source'], [at.chat, at.message, at.file]),
    )
    speeds.plainDown.push(await timed(product, () => plainly('download', url)))
    speeds.sealedDown.push(await timed(product, () => read(page, at)))
  }
  return speeds
}

/** What plain cost over what sealed did, of the medians: 1 is as quick. */
export function ratio(plain: readonly Cost[], sealed: readonly Cost[], by: keyof Cost): number {
  return medianOf(plain, by) / medianOf(sealed, by)
}

export function medianOf(costs: readonly Cost[], by: keyof Cost): number {
  return median(costs.map((cost) => cost[by]))
}

/** MB that the page's process grows by at most while something runs. */
export async function growth(profile: string, work: () => Promise<unknown>): Promise<number> {
  const before = await processMemory(profile)
  const seen = await watched(() => processMemory(profile), work)
  return Math.max(...seen) - before
}
