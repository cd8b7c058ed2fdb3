import { readdir, readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'

/** The page's processes: of a browser with this profile, those that run pages and their workers. */
async function renderers(profile: string): Promise<number[]> {
  const processes = new Map<number, { parent: number; command: string }>()
  for (const entry of await readdir('/proc')) {
    const pid = Number(entry)
    if (!Number.isInteger(pid)) continue
    const [command, status] = await Promise.all([read(`/proc/${pid}/cmdline`), read(`/proc/${pid}/status`)])
    processes.set(pid, { parent: Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]), command })
  }
  const ours = (pid: number): boolean => {
    const found = processes.get(pid)
    return found !== undefined && (found.command.includes(profile) || ours(found.parent))
  }
  return [...processes].flatMap(([pid, { command }]) => (command.includes('--type=renderer') && ours(pid) ? [pid] : []))
}

/** MB of the page's process as the system counts them: page, worker and what the browser itself needs for them. */
export async function processMemory(profile: string): Promise<number> {
  let most = 0
  for (const pid of await renderers(profile)) {
    const pss = /^Pss:\s+(\d+)/m.exec(await read(`/proc/${pid}/smaps_rollup`))?.[1]
    most = Math.max(most, Number(pss ?? 0) / 1000)
  }
  return most
}

/** CPU of page and worker so far, in ms; the system counts in hundredths of a second. */
export async function processCpu(profile: string): Promise<number> {
  let ticks = 0
  for (const pid of await renderers(profile)) {
    const [user, system] = (await read(`/proc/${pid}/stat`)).split(') ')[1]?.split(' ').slice(11, 13) ?? []
    ticks += Number(user ?? 0) + Number(system ?? 0)
  }
  return ticks * 10
}

/** MB of script objects in the page (Performance.getMetrics, JSHeapUsedSize). */
export async function pageHeap(page: Page): Promise<number> {
  const protocol = await page.context().newCDPSession(page)
  await protocol.send('Performance.enable')
  const { metrics } = await protocol.send('Performance.getMetrics')
  await protocol.detach()
  return (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0) / 1e6
}

/** Processes come and go while they are read. */
function read(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error) return ''
    throw error
  })
}
