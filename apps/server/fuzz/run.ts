// Schemathesis asks each route of /api/openapi.json what fits its schema and what does not, as the owner and as anybody: no
// answer may be an error of the server, a status or a shape that the document does not have. SEED=… repeats a run.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { findSchemathesis } from '../../../scripts/schemathesis.ts'
import { startTestServer } from '../src/testing/index.ts'
import { newRoom, newTalker } from '../src/testing/rooms.ts'
import { startTestPostgres } from '../src/testing/test-database.ts'

const seed = process.env['SEED'] ?? '1'
/** Ends the session that asks. */
const goodbyes = ['auth.signOut']
const settings = fileURLToPath(new URL('schemathesis.toml', import.meta.url))
const total = { passed: 0, failed: 0 }
const folder = await mkdtemp(path.join(tmpdir(), 'soroka-fuzz-'))

interface Round {
  readonly url: string
  readonly token?: string
  readonly phases: string
  /** Of things that are there. */
  readonly ids: Readonly<Record<string, string>>
}

/** @returns how many routes were asked, and whether all answers were right */
async function ask({ url, token, phases, ids }: Round): Promise<{ routes: number; isRight: boolean; said: string }> {
  const words = ['--config-file', settings, 'run', `${url}/api/openapi.json`, '--url', `${url}/api`]
  words.push('--phases', phases, '-n', '5', '--seed', seed, '--warnings', 'off', '--no-color')
  for (const name of goodbyes) words.push('--exclude-operation-id', name)
  if (token !== undefined) words.push('-H', `Authorization: Bearer ${token}`)
  const program = findSchemathesis() ?? 'schemathesis'
  // What it remembers of failures would make the next run another one.
  const child = spawn(program, words, {
    cwd: folder,
    env: { ...process.env, ...ids },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [said] = await Promise.all([text(child.stdout), once(child, 'exit')])
  return { routes: Number(/Tested: (\d+)/.exec(said)?.[1] ?? 0), isRight: child.exitCode === 0, said }
}

function report(name: string, problem: string | null): void {
  total[problem === null ? 'passed' : 'failed']++
  console.log(problem === null ? `ok     ${name}` : `FAILED ${name}: ${problem}`)
}

/** Bodies may be megabytes of noughts. */
const shortly = (said: string): string =>
  said
    .split('\n')
    .map((line) => line.slice(0, 300))
    .join('\n')

/** A server that answers otherwise than its document says must be found out. */
async function testJudge(): Promise<void> {
  const answers = { '200': { description: '', content: { 'application/json': { schema: { type: 'number' } } } } }
  const document = {
    openapi: '3.1.0',
    info: { title: '', version: '' },
    paths: { '/a': { get: { responses: answers } } },
  }
  const liar = createServer(({ url }, response) => {
    response.setHeader('content-type', 'application/json')
    response.end(url?.endsWith('openapi.json') === true ? JSON.stringify(document) : '"no number"')
  })
  await once(liar.listen(0, '127.0.0.1'), 'listening')
  const { routes, isRight, said } = await ask({
    url: `http://127.0.0.1:${(liar.address() as AddressInfo).port}`,
    phases: 'fuzzing',
    ids: { FUZZ_USER: 'a', FUZZ_CHAT: 'a' },
  })
  liar.close()
  report('a server that answers in another shape is found out', routes === 1 && !isRight ? null : shortly(said))
}

const postgres = await startTestPostgres(folder)
process.env['SOROKA_TEST_POSTGRES'] = postgres.socketDir
await testJudge()
const server = await startTestServer()
const [owner, anna, boris] = [await newTalker(server), await newTalker(server), await newTalker(server)]
const ids = { FUZZ_USER: boris.client.user, FUZZ_CHAT: await newRoom(server, [owner, anna, boris]) }
const rounds = [
  { name: 'the owner', talker: owner, phases: 'coverage,fuzzing' },
  { name: 'anybody', talker: anna, phases: 'fuzzing' },
]
for (const { name, talker, phases } of rounds) {
  const { url } = server
  const { routes, isRight, said } = await ask({ url, token: talker.client.session.accessToken, ids, phases })
  report(`${name} asked ${routes} routes, seed ${seed}`, isRight && routes > 100 ? null : shortly(said))
}
const errors = server.logs.filter((line) => /"level":[56]0/.test(line))
report('nothing was logged as an error', errors.length === 0 ? null : errors.slice(0, 5).join('\n'))
await server.stop()
await postgres.stop()
await rm(folder, { recursive: true, force: true })
console.log(`${total.passed} passed, ${total.failed} failed`)
process.exit(total.failed > 0 ? 1 : 0)
