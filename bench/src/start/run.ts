import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { measureBundles } from '../../../scripts/checks/bundle-size.ts'
import { machineLine, measureMachine } from '../machine.ts'
import { median } from '../median.ts'
import { writeResult } from '../results.ts'
import { table } from '../table.ts'
import { freePort } from '../../../scripts/free-port.ts'

const root = resolve(import.meta.dirname, '../../..')
const rounds = 5
const target = 3_000

/** Milliseconds from the command to the first answered request, and from Ctrl-C to the prompt. */
async function startOnce(folder: string): Promise<{ start: number; stop: number }> {
  const port = await freePort()
  const begun = performance.now()
  const child = spawn('npm', ['start'], {
    cwd: root,
    env: { ...process.env, PORT: String(port), SOROKA_DATA: folder },
    stdio: 'ignore',
    detached: true,
  })
  const ended = once(child, 'exit')
  while (
    !(await fetch(`http://localhost:${port}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    ))
  )
    await pause(10)
  const start = performance.now() - begun
  const asked = performance.now()
  process.kill(-(child.pid ?? 0), 'SIGINT')
  await ended
  return { start, stop: performance.now() - asked }
}

/** The floor: a Node that does nothing, started by npm. */
async function bareNode(): Promise<number> {
  const begun = performance.now()
  const child = spawn('npm', ['exec', '--', 'node', '-e', '0'], { cwd: root, stdio: 'ignore' })
  await once(child, 'exit')
  return performance.now() - begun
}

/** How long `npm start` takes once it has run before, and how much script the first screens load. */
export async function runStart(): Promise<void> {
  const machine = machineLine(await measureMachine())
  const bundles = await measureBundles()
  const folder = await mkdtemp(join(tmpdir(), 'soroka-bench-start-'))
  const first = await startOnce(folder)
  const later: { start: number; stop: number }[] = []
  const floor: number[] = []
  for (let round = 0; round < rounds; round++) {
    later.push(await startOnce(folder))
    floor.push(await bareNode())
  }
  await rm(folder, { recursive: true, force: true })
  const start = median(later.map((one) => one.start))
  const text = [
    '# Start',
    machine,
    `\`npm start\` to the first answered request, and Ctrl-C to the prompt, in ms; the web app is built. Target: ${target} after the first run.`,
    table(
      ['run', 'start', 'stop', 'target'],
      [
        ['first, with a new database', Math.round(first.start), Math.round(first.stop), ''],
        [
          `later (median of ${rounds})`,
          Math.round(start),
          Math.round(median(later.map((one) => one.stop))),
          start <= target ? 'held' : '**missed**',
        ],
        ['floor: npm and a Node that does nothing', Math.round(median(floor)), '', ''],
      ],
    ),
    'Main-thread script before the first interaction, KB gz, with the larger language file; React alone is 66. Of the service worker what it reads before it hears of a push.',
    table(
      ['page', 'KB', 'limit', 'target'],
      bundles.map(({ page, bytes, limit }) => [
        page,
        bytes / 1000,
        limit / 1000,
        bytes <= limit ? 'held' : '**missed**',
      ]),
    ),
  ].join('\n\n')
  console.log(text)
  await writeResult('start.md', `${text}\n`)
}
