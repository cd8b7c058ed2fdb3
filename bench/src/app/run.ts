import { needProgram, programs } from '../../../scripts/programs.ts'
import { Server } from '../../../e2e/src/harness/server.ts'
import { machineLine, measureMachine } from '../machine.ts'
import { median } from '../median.ts'
import { writeResult } from '../results.ts'
import { table } from '../table.ts'
import { type Device, makeDevice, opened } from '../web/device/browser.ts'
import { total } from '../web/device/history.ts'
import { coldStart } from './cold-start.ts'
import { endure } from './endurance.ts'
import { audit, type Report } from './lighthouse.ts'
import { scriptedMinute } from './minute.ts'

const runs = 3
const slower = 4
const rounds = 10

type Row = [string, string | number, string]

/** Figures of the installed app. */
export async function runApp(): Promise<void> {
  const machine = machineLine(await measureMachine())
  const device = await makeDevice(needProgram(programs.chromium))
  try {
    const rows: Row[] = []
    for (const part of [doors, starts, use]) {
      const figures = await part(device)
      for (const row of figures) console.log(row.join(' | '))
      rows.push(...figures)
    }
    const about = `Lighthouse on the sign-in page of a server on this machine, with the telephone and the network that it makes up; the rest at 390×844 with ${total.toLocaleString('en-US')} messages on the device, the offline copy of the app, and no server. Only the page's own thread is slowed: Chromium slows no workers.`
    const text = `${['# The installed app', machine, about, table(['', 'measured', 'wanted'], rows)].join('\n\n')}\n`
    console.log(text)
    await writeResult('app.md', text)
  } finally {
    await device.remove()
  }
}

/** The first page that anybody sees. */
async function doors(): Promise<Row[]> {
  const server = await Server.start()
  const reports: Report[] = []
  try {
    for (let run = 0; run < runs; run++) reports.push(await audit(server.url))
  } finally {
    await server.remove()
  }
  const mid = (name: keyof Report) => median(reports.map((report) => report[name]))
  return [
    [`Lighthouse, performance (median of ${runs})`, mid('performance'), '≥ 95'],
    ['… accessibility', mid('accessibility'), '100'],
    ['… best practices', mid('best-practices'), '100'],
    ['… largest contentful paint, ms', Math.round(mid('lcp')), '≤ 1,800'],
    ['… total blocking time, ms', Math.round(mid('tbt')), '≤ 100'],
    ['… cumulative layout shift', mid('cls'), '≤ 0.05'],
  ]
}

async function starts(device: Device): Promise<Row[]> {
  const chat = await keepCopy(device)
  device.cutOff()
  const [lists, messages]: [number[], number[]] = [[], []]
  for (let run = 0; run < runs; run++) {
    lists.push(await coldStart(device, '/', 'list', slower))
    messages.push(await coldStart(device, chat, 'message', slower))
  }
  const told = (times: number[]) => `${Math.round(median(times))}, ${Math.round(Math.max(...times))}`
  return [
    [
      `cold start without a network, ${slower}× slower: the list, ms (median, worst of ${runs})`,
      told(lists),
      '≤ 1,500',
    ],
    ['… the chat that was open last, ms', told(messages), '≤ 2,000'],
  ]
}

/** Waits until the worker has its copy of the app. @returns where the chat with the most messages is */
async function keepCopy(device: Device): Promise<string> {
  const { context, page } = await device.start()
  await page.goto(device.url)
  const first = page.locator('[role=listitem] a[href^="/c/"]').first()
  await first.waitFor()
  const path = await first.getAttribute('href')
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  await page.waitForTimeout(10_000) // the first start indexes everything for the search
  await context.close()
  if (path === null) throw new Error('no chat')
  return path
}

async function use(device: Device): Promise<Row[]> {
  const atRest = async () => {
    const { context, page } = await opened(device)
    await page.waitForTimeout(3000)
    return { context, page }
  }
  const first = await atRest()
  const { seconds, tasks } = await scriptedMinute(first.page, slower)
  await first.context.close()
  const second = await atRest()
  const { start, end } = await endure(second.page, device.profile, rounds)
  await second.context.close()
  const longest = tasks.toSorted((a, b) => b.ms - a.ms).slice(0, 8)
  const said = longest.map(({ ms, act }) => `${Math.round(ms)} (${act})`).join(', ')
  return [
    [`tasks over 50 ms in ${Math.round(seconds)} s of use, ${slower}× slower`, tasks.length, 'none'],
    ['… the longest, ms', said || 'none', '50'],
    [`script objects of the page after ${rounds} rounds, of what they were`, end.heap / start.heap, '≤ 1.2'],
    ['… the process of page and worker', end.process / start.process, '≤ 1.2'],
    ['… in MB', `${start.process.toFixed(0)} → ${end.process.toFixed(0)}`, ''],
  ]
}
