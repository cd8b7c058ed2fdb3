// `npm test`: every suite in turn. `npm test -- stories faults` runs those only. The last line adds them up.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { type Suite, suiteLimit, suites } from './suites.ts'

interface Outcome {
  passed: number
  failed: number
  /** Suites that could not run, with the line that would help. */
  skipped: string[]
  /** The lines that say what failed. */
  said: string[]
}

const closingLine = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/
/** How every suite says what failed, and what it had to do twice. */
const failureLine = /^(?:FAILED|TOLD AGAIN|✗) .*$/gm

/** What suites after `tests` need not prove again. */
const proven: NodeJS.ProcessEnv = {}

async function runSuite(suite: Suite): Promise<Outcome> {
  const missing = suite.needs?.()
  if (missing !== undefined) return { passed: 0, failed: 0, skipped: [`${suite.name}: needs \`${missing}\``], said: [] }
  const child = spawn(process.execPath, suite.run, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...proven },
  })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    process.stdout.write(chunk)
    output += chunk
  })
  const overdue = setTimeout(() => {
    console.log(`${suite.name} did not end within ${suiteLimit} minutes`)
    child.kill('SIGKILL')
  }, suiteLimit * 60_000)
  await once(child, 'exit')
  clearTimeout(overdue)
  // What it left running may hold the pipe open, but not hold up the suites after it.
  await Promise.race([once(child.stdout, 'close'), pause(5000)])
  child.stdout.destroy()
  const said: string[] = output.match(failureLine) ?? []
  const match = closingLine.exec(output.trimEnd().split('\n').at(-1)?.trim() ?? '')
  if (!match) return { passed: 0, failed: 1, skipped: [], said: [...said, 'it ended without its last line'] }
  const [passed = 0, failed = 0, skipped = 0] = match.slice(1).map((count) => Number(count ?? 0))
  // A suite that failed in a way its counts don't show has failed all the same, and so has one that ran nothing.
  const hidden = failed === 0 && (child.exitCode !== 0 || passed === 0)
  if (hidden) said.push(`it passed ${passed} and ended with ${child.exitCode}`)
  const left = skipped > 0 ? [`${suite.name}: ${skipped} of its tests`] : []
  return { passed, failed: failed + Number(hidden), skipped: left, said }
}

const wanted = process.argv.slice(2)
const chosen = wanted.length === 0 ? suites : suites.filter((suite) => wanted.includes(suite.name))
const unknown = wanted.filter((name) => !suites.some((suite) => suite.name === name))
if (unknown.length > 0) {
  console.error(`There is no suite ${unknown.join(', ')}. There are: ${suites.map((suite) => suite.name).join(', ')}`)
  process.exit(2)
}

// Begun here, awaited before its suite.
const prepared = new Map(chosen.map((suite) => [suite, suite.prepare?.()]))
const total: Outcome = { passed: 0, failed: 0, skipped: [], said: [] }
for (const suite of chosen) {
  const start = performance.now()
  console.log(`\n▸ ${suite.name}`)
  await prepared.get(suite)
  const outcome = await runSuite(suite)
  if (suite.name === 'tests' && outcome.failed === 0) proven.TESTS_PASSED = 'true'
  total.passed += outcome.passed
  total.failed += outcome.failed
  total.skipped.push(...outcome.skipped)
  total.said.push(...outcome.said.map((line) => `${suite.name}: ${line}`))
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  console.log(`▸ ${suite.name}: ${outcome.passed} passed, ${outcome.failed} failed in ${seconds} s`)
}
for (const line of total.said) console.log(line)
for (const line of total.skipped) console.log(`SKIPPED ${line}`)
if (process.env.CI === 'true') total.failed += total.skipped.length
console.log(`\n${total.passed} passed, ${total.failed} failed`)
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0)
