import { spawn } from 'node:child_process'
import { globSync } from 'node:fs'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { ensureWebBuilt } from '../../scripts/web-build.ts'

// Tells all stories, two files at a time, and ends with the line that the test command adds up.

const root = path.resolve(import.meta.dirname, '../..')
const vitest = path.join(root, 'node_modules/vitest/vitest.mjs')

/** The longest first: what is begun last is over soon. */
const long = ['day-of-five', 'installed', 'push', 'news', 'files', 'long-chat', 'storage', 'stickers']
const turn = (file: string) => {
  const place = long.indexOf(path.basename(file, '.story.ts'))
  return place < 0 ? long.length : place
}

const files = globSync('src/stories/*.story.ts', { cwd: path.join(root, 'e2e') }).sort()
/** Pictures and voices in real time take more than half a machine: two of these at once would starve each other. */
const calls = files.filter((file) => path.basename(file).startsWith('calls'))
const others = files.filter((file) => !calls.includes(file)).sort((a, b) => turn(a) - turn(b))
const total = { passed: 0, failed: 0 }
const toldAgain: string[] = []

/**
 * A story that was left out counts as failed. A file that fails is told once more: two browsers, a server and media in real
 * time on two cores miss a moment now and then. Which file that was stands at the end: there is a race to be found in it.
 */
async function tell(file: string, again = false): Promise<void> {
  const reporters = ['default', path.join(root, 'scripts/closing-line.ts')].map((name) => `--reporter=${name}`)
  const child = spawn(process.execPath, [vitest, 'run', '--config', 'e2e/vitest.config.ts', ...reporters, file], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [said, complained] = await Promise.all([text(child.stdout), text(child.stderr)])
  console.log(said + complained)
  const counts = /^(\d+) passed, (\d+) failed, (\d+) skipped$/m.exec(said)?.slice(1).map(Number)
  const [passed = 0, failed = 0, skipped = 0] = counts ?? [0, 1, 0]
  if (failed + skipped > 0 && !again) {
    toldAgain.push(file)
    return tell(file, true)
  }
  total.passed += passed
  total.failed += failed + skipped
}

async function lane(next: () => string | undefined): Promise<void> {
  for (let file = next(); file !== undefined; file = next()) await tell(file)
}

await ensureWebBuilt(console.log)
await Promise.all([lane(() => calls.shift() ?? others.pop()), lane(() => others.shift())])
for (const file of toldAgain) console.log(`TOLD AGAIN ${file}`)
console.log(`${total.passed} passed, ${total.failed} failed`)
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0)
