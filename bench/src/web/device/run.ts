import type { Page } from 'playwright-core'
import { median } from '../../median.ts'
import { table } from '../../table.ts'
import { quietest, type Scrolled, scrollUp, showBlank } from '../frames.ts'
import { readTasks, watchTasks } from '../long-tasks.ts'
import { type Device, makeDevice, opened } from './browser.ts'
import { askEngine } from '../../../../e2e/src/harness/page-engine.ts'
import { chatCount, largest, total } from './history.ts'
import { pageHeap, processCpu, processMemory } from './memory.ts'
import { openMany } from './openings.ts'
import { cpuOf, lateByCpu } from './tasks.ts'

const starts = 3
const scrolls = 3
const places = [0, 1, 2, 3, 4, 5, 7, 10, 15, 24, 31, 45, 77, 120, 160, 200, 250, 290]
const queries = [
  'встреча',
  'встр',
  'в',
  'машинами завтра',
  'договр',
  'meetings report',
  'машинв отчет',
  'has:link',
  'контракт before:2099-12-01',
]
const thousands = (value: number) => value.toLocaleString('en-US')

/** Figures of the whole client in a browser, with the engine in its worker and everything on the device. */
export async function measureDevice(executablePath: string): Promise<string> {
  const device = await makeDevice(executablePath)
  try {
    return await measure(device)
  } finally {
    await device.remove()
  }
}

async function measure(device: Device): Promise<string> {
  await index(device)
  const rows = [...(await measureStart(device)), ...(await measureOpening(device))]
  rows.push(...(await measureScrolling(device)), ...(await measureSearch(device)))
  return [
    `## ${thousands(total)} messages on the device`,
    `${chatCount} chats, ${thousands(largest)} messages in the largest; the built site with its worker and IndexedDB, without a network, 390×844. "CPU" is the time that the main thread worked, whatever else the machine did; times by the clock grow with the load of the machine.`,
    table(['', 'measured', 'wanted'], rows),
  ].join('\n\n')
}

/** The first start indexes everything for the search. */
async function index(device: Device): Promise<void> {
  const { context, page } = await opened(device)
  await indexed(page)
  await context.close()
}

async function indexed(page: Page): Promise<void> {
  for (;;) {
    const { value } = await askEngine<{ indexed: number; total: number }>(page, ['search', 'progress'], [])
    if (value.total > 0 && value.indexed === value.total) return
    await page.waitForTimeout(500)
  }
}

async function measureStart(device: Device): Promise<[string, string, string][]> {
  const [times, cpu]: [number[], number[]] = [[], []]
  for (let round = 0; round < starts; round++) {
    const { context, ms } = await opened(device)
    cpu.push(await processCpu(device.profile))
    times.push(ms)
    await context.close()
  }
  return [
    [`a new browser to the list of chats, ms (quietest, median of ${starts})`, quick(times), '2,000'],
    ['CPU of page and worker for it, ms', round(Math.min(...cpu)), ''],
  ]
}

async function measureOpening(device: Device): Promise<[string, string, string][]> {
  const { context, page } = await opened(device)
  await page.waitForTimeout(2000)
  const { shown } = await openMany(page, places)
  await context.close()
  const again = await opened(device)
  await again.page.waitForTimeout(2000)
  const { tasks } = await cpuOf(again.page, () => openMany(again.page, [0, 1, 2, 3, 4, 5, 6, 7]))
  await again.context.close()
  return [
    [
      `tap to last message, a chat never opened before, ms (median, worst of ${places.length})`,
      `${round(median(shown))}, ${round(Math.max(...shown))}`,
      '150',
    ],
    ['longest task while chats open, CPU ms', round(tasks[0] ?? 0), '50'],
  ]
}

async function measureScrolling(device: Device): Promise<[string, string, string][]> {
  const { context, page } = await opened(device)
  await page.waitForTimeout(2000)
  await page.locator('[role=listitem] a').first().click()
  await page.waitForTimeout(2500)
  const cpu = await cpuOf(page, () => scrollUp(page))
  const heap = await pageHeap(page)
  const memory = await processMemory(device.profile)
  await context.close()
  const rounds: { feed: Scrolled; blank: Scrolled; tasks: number[] }[] = []
  for (let round = 0; round < scrolls; round++) rounds.push(await scrollSlowly(device))
  const { feed, blank, tasks } = quietest(rounds)
  return [
    ['late frames above a blank list, 4× slower, points', (feed.latePercent - blank.latePercent).toFixed(1), '2'],
    [`the blank list's own, in the quietest of ${scrolls} rounds, %`, blank.latePercent.toFixed(1), ''],
    ['late frames by their CPU, taken four times, %', lateByCpu(cpu.frames, 4).toFixed(1), '2'],
    ['longest task of it, CPU ms, taken four times', round(4 * (cpu.tasks[0] ?? 0)), '50'],
    ['tasks over 50 ms by the clock, 4× slower', tasks.length === 0 ? 'none' : tasks.map(round).join(', '), 'none'],
    ['script objects of the page (JSHeapUsedSize), MB', round(heap), ''],
    ['process of page and worker (Pss), MB', memory === 0 ? 'unknown' : round(memory), '300'],
  ]
}

/** A browser of its own for each: what was scrolled once is measured already. */
async function scrollSlowly(device: Device): Promise<{ feed: Scrolled; blank: Scrolled; tasks: number[] }> {
  const { context, page } = await opened(device)
  await page.waitForTimeout(2000)
  await page.locator('[role=listitem] a').first().click()
  await page.waitForTimeout(2500)
  const protocol = await context.newCDPSession(page)
  await protocol.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  await watchTasks(page)
  const feed = await scrollUp(page)
  const tasks = await readTasks(page)
  await showBlank(page)
  const blank = await scrollUp(page)
  await context.close()
  return { feed, blank, tasks }
}

async function measureSearch(device: Device): Promise<[string, string, string][]> {
  const { context, page } = await opened(device)
  await indexed(page)
  const times: number[] = []
  for (const query of queries)
    for (let round = 0; round < 5; round++)
      times.push((await askEngine(page, ['search', 'query'], [query, { limit: 30 }])).ms)
  await context.close()
  return [
    [
      'search, question to answer in the page, ms (median, worst)',
      `${round(median(times))}, ${round(Math.max(...times))}`,
      '100',
    ],
  ]
}

function quick(times: number[]): string {
  return `${round(Math.min(...times))}, ${round(median(times))}`
}

function round(value: number): string {
  return thousands(Math.round(value))
}
