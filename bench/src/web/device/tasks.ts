import type { Page } from 'playwright-core'

interface TraceEvent {
  name: string
  ph: string
  pid: number
  tid: number
  tdur?: number
  args?: { name?: string }
}

/** CPU of each task of the page's main thread meanwhile, in ms, the longest first: what others do on this machine is not in it. */
export async function cpuOfTasks(page: Page, run: () => Promise<unknown>): Promise<number[]> {
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
  return events
    .filter((event) => event.name === 'ThreadControllerImpl::RunTask' && thread(event) === main)
    .map((event) => (event.tdur ?? 0) / 1000)
    .toSorted((a, b) => b - a)
}
