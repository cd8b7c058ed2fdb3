import type { Page } from 'playwright-core'

interface TraceEvent {
  name: string
  ph: string
  pid: number
  tid: number
  ts: number
  tdur?: number
  args?: { name?: string }
}

/** CPU of the page's main thread in ms, the longest first: what others do on this machine is not in it. */
export interface Cpu {
  readonly tasks: readonly number[]
  /** All tasks from one picture to the next. */
  readonly frames: readonly number[]
}

/** What the page's main thread does meanwhile. */
export async function cpuOf(page: Page, run: () => Promise<unknown>): Promise<Cpu> {
  const protocol = await page.context().newCDPSession(page)
  const events: TraceEvent[] = []
  protocol.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])))
  await protocol.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel', 'devtools.timeline'] },
  })
  await run()
  const complete = new Promise((done) => protocol.once('Tracing.tracingComplete', done))
  await protocol.send('Tracing.end')
  await complete
  await protocol.detach()
  // The page's own thread is the one that lays out.
  const threads = new Map<string, number>()
  const thread = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`
  for (const event of events)
    if (event.name === 'UpdateLayoutTree') threads.set(thread(event), (threads.get(thread(event)) ?? 0) + 1)
  const main = [...threads].toSorted((a, b) => b[1] - a[1])[0]?.[0]
  const own = events.filter((event) => thread(event) === main).toSorted((a, b) => a.ts - b.ts)
  const [tasks, frames]: [number[], number[]] = [[], []]
  let frame = 0
  for (const { name, tdur = 0 } of own) {
    if (name === 'ThreadControllerImpl::RunTask') {
      tasks.push(tdur / 1000)
      frame += tdur / 1000
    } else if (name === 'Layerize') {
      frames.push(frame)
      frame = 0
    }
  }
  const down = (values: number[]) => values.toSorted((a, b) => b - a)
  return { tasks: down(tasks), frames: down(frames) }
}

/** Frames that would come late on a processor so many times slower that does nothing else, in % of all. */
export function lateByCpu(frames: readonly number[], slower: number): number {
  const late = frames.reduce((sum, ms) => sum + Math.max(0, Math.ceil((ms * slower) / (1000 / 60)) - 1), 0)
  return (100 * late) / (frames.length + late)
}
