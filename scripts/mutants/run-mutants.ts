import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Outcome, Wish } from './lane-talk.ts'
import type { Mutant, MutantSet } from './mutant.ts'

const lanePath = fileURLToPath(new URL('lane.ts', import.meta.url))
/** More than cores: most of a run is waiting. */
const lanes = 5

/** A Vitest in a process of its own: to start one takes longer than most tests. */
class Lane {
  readonly #child: ChildProcess

  private constructor(child: ChildProcess) {
    this.#child = child
  }

  static async start(config: string, mutant = ''): Promise<Lane> {
    const child = fork(lanePath, [config], {
      env: { ...process.env, MUTANT: mutant },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    await once(child, 'message')
    return new Lane(child)
  }

  async run(wish: Wish): Promise<Outcome> {
    const gone = new AbortController()
    const ended = once(this.#child, 'exit', { signal: gone.signal }).then(() => {
      throw new Error('Vitest ended')
    })
    this.#child.send(wish)
    const [outcome] = (await Promise.race([once(this.#child, 'message', { signal: gone.signal }), ended])) as [Outcome]
    ended.catch(() => undefined)
    gone.abort()
    return outcome
  }

  async close(): Promise<void> {
    if (this.#child.exitCode !== null) return
    this.#child.disconnect()
    await once(this.#child, 'exit')
  }
}

/** What is wrong with an outcome, or null. */
function judge(mutant: Mutant | undefined, { dug, passed, failed, broken, problems }: Outcome): string | null {
  const told = `\n${problems.join('\n')}`
  if (mutant === undefined) return broken || passed === 0 ? `the tests fail without a mutant${told}` : null
  if (!dug) return `was not applied${told}`
  // Tests that could not even be read prove nothing: one must have run and failed.
  if (failed > 0) return null
  if (broken) return `broke the tests instead of failing one${told}`
  return passed === 0 ? 'has no such test' : 'survived'
}

/**
 * Digs each hole in turn and expects a test to fall into it; undug, all of them must pass. Where all tests of the
 * repository have just passed (TESTS_PASSED), one file stands for them: it shows that they pass under this configuration
 * too. Words on the command line choose mutants by their names. Ends with `N passed, N failed`.
 * @param config path of the Vitest configuration that uses `dig` on the same set
 */
export async function runMutants(config: string, { root, mutants }: MutantSet): Promise<void> {
  const wanted = process.argv.slice(2)
  const all: (Mutant | undefined)[] = [undefined, ...mutants]
  const queue = all.filter((one) => wanted.length === 0 || wanted.some((word) => one?.name.includes(word)))
  const total = queue.length
  const sample = process.env['TESTS_PASSED'] === 'true' ? mutants.find(({ test }) => test)?.test : undefined
  let failed = 0
  const outcomeOf = async (lane: Lane, mutant: Mutant | undefined): Promise<string | null> => {
    if (mutant === undefined) return judge(mutant, await lane.run({ name: '', ...(sample && { test: sample }) }))
    const { name, file, from, to, test, only } = mutant
    const text = await readFile(path.join(root, file), 'utf8').catch(() => '')
    if (text.split(mutant.from).length !== 2) return 'no longer fits its file'
    const hole = { url: pathToFileURL(root + file).href, from, to }
    const wish = { name, hole, ...(test && { test }), ...(only && { only }) }
    if (!file.endsWith('.sql')) return judge(mutant, await lane.run(wish))
    // Its databases are made anew, by a Vitest that knows of the hole from its beginning.
    const fresh = await Lane.start(config, name)
    const outcome = await fresh.run(wish)
    await fresh.close()
    return judge(mutant, outcome)
  }
  const next = async (lane: Lane): Promise<void> => {
    const mutant = queue.shift()
    const start = performance.now()
    const problem = await outcomeOf(lane, mutant)
    const seconds = ((performance.now() - start) / 1000).toFixed(1)
    if (problem !== null) failed++
    const title = mutant?.name ?? '(no mutant)'
    console.log(problem === null ? `ok ${seconds.padStart(6)} s  ${title}` : `FAILED ${title}: ${problem}`)
  }
  const work = async (lane: Lane): Promise<void> => {
    while (queue.length > 0) await next(lane)
    await lane.close()
  }
  const first = await Lane.start(config)
  // What must pass has the machine to itself.
  if (queue.length > 0 && queue[0] === undefined) await next(first)
  const others = Array.from({ length: lanes - 1 }, async () => work(await Lane.start(config)))
  await Promise.all([work(first), ...others])
  console.log(`${total - failed} passed, ${failed} failed`)
  process.exitCode = failed === 0 && total > 0 ? 0 : 1
}
