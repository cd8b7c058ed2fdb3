import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { TestClient } from '../../../apps/server/src/testing/index.ts'
import { NodeProcesses } from '../../../apps/server/src/testing/node-processes.ts'
import { directEpoch, sealedEnvelope } from '../../../apps/server/src/testing/sealed.ts'
import { startTestPostgres } from '../../../apps/server/src/testing/test-database.ts'
import { TestSocket } from '../../../apps/server/src/testing/test-socket.ts'
import { createClient } from '../../../packages/client/src/client.ts'
import { nodePlatform } from '../../../packages/client/src/platform/node.ts'
import { machineLine, measureMachine } from '../machine.ts'
import { median } from '../median.ts'
import { writeResult } from '../results.ts'
import { figure, table } from '../table.ts'
import { bareSignIn } from './bare.ts'

const PASSWORD = 'correct horse battery staple'
const ROUNDS = 9
const PEOPLE = 100
const verdict = (value: number, target: number): string => (value <= target ? 'held' : '**missed**')
const crowdFile = fileURLToPath(new URL('crowd.ts', import.meta.url))

/** What a sign-in takes beside what it must compute, and what a crowd of them does to those who talk. */
export async function runSignIn(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'soroka-bench-'))
  const postgres = await startTestPostgres(folder)
  process.env['SOROKA_TEST_POSTGRES'] = postgres.socketDir
  const nodes = await NodeProcesses.start(1)
  try {
    const head = '# Figures of signing in\n\nWritten by `npm run bench -- sign-in`.'
    const parts = [head, machineLine(await measureMachine()), await one(nodes), await crowd(nodes)]
    console.log(parts.join('\n\n'))
    await writeResult('sign-in.md', `${parts.join('\n\n')}\n`)
  } finally {
    await nodes.stop()
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

/** The real SDK on a new device against a server in a process of its own, in turns with the computation alone. */
async function one(nodes: NodeProcesses): Promise<string> {
  const email = 'anna@example.org'
  const withClient = async (use: (client: Awaited<ReturnType<typeof createClient>>) => Promise<unknown>) => {
    const client = await createClient({ baseUrl: nodes.url(0), platform: nodePlatform(), deviceName: 'Bench' })
    const began = performance.now()
    await use(client)
    const took = performance.now() - began
    await client.close()
    return took
  }
  await withClient(async ({ auth }) => {
    await auth.signUp({ name: 'Anna', email, password: PASSWORD, locale: 'en' })
    return auth.confirm({ code: await nodes.server.codeFor(email) })
  })
  const bare = await bareSignIn(PASSWORD)
  const [whole, alone]: [number[], number[]] = [[], []]
  for (let round = 0; round < ROUNDS; round++) {
    const began = performance.now()
    await bare()
    alone.push(performance.now() - began)
    whole.push(await withClient(({ auth }) => auth.signIn({ email, password: PASSWORD })))
  }
  const ratio = median(whole) / median(alone)
  return [
    '## One sign-in',
    'From the password to a session with open keys: the SDK on a new device, the server in a process of its own. The floor is ' +
      'both sides of OPAQUE (Argon2id of 64 MiB in it) in one process, in turns with it.',
    table(
      ['', 'ms', 'target'],
      [
        ['a sign-in', median(whole), ''],
        ['what it must compute', median(alone), ''],
        ['ratio', ratio, `1.5: ${verdict(ratio, 1.5)}`],
      ],
    ),
  ].join('\n\n')
}

/** Milliseconds from a message to its answer, one each 10 ms for as long as `during` takes. */
async function talk({ anna, socket, chat }: Awaited<ReturnType<typeof twoTalk>>, during: Promise<unknown>) {
  const times: Promise<number>[] = []
  const over = during.then(() => true)
  do {
    const began = performance.now()
    times.push(socket.send(sealedEnvelope(anna.person, chat)).then(() => performance.now() - began))
  } while (!(await Promise.race([over, pause(10, false)])))
  return (await Promise.all(times)).toSorted((a, b) => a - b)
}

async function twoTalk(nodes: NodeProcesses) {
  const [anna, boris] = [await new TestClient(nodes.server).signUp(), await new TestClient(nodes.server).signUp()]
  const { record, boxes, chat } = directEpoch(anna.person, boris.person)
  await anna.ask('/chats/direct', { body: { record, boxes } })
  const { ticket } = (await anna.ask<{ ticket: string }>('/auth/ticket', { body: {} })).body
  const socket = new TestSocket(`${nodes.url(0).replace('http', 'ws')}/ws/${ticket}`)
  await socket.next('ready')
  return { anna, socket, chat }
}

async function crowd(nodes: NodeProcesses): Promise<string> {
  const child = fork(crowdFile, [nodes.url(0), JSON.stringify(nodes.database.address), String(PEOPLE)])
  await once(child, 'message')
  const talkers = await twoTalk(nodes)
  const calm = await talk(talkers, pause(2000))
  child.send('go')
  const signedIn = once(child, 'message').then(([times]) => times as number[])
  const busy = await talk(talkers, signedIn)
  const times = (await signedIn).toSorted((a, b) => a - b)
  child.kill()
  talkers.socket.ws.terminate()
  const at = (values: readonly number[], share: number) => values[Math.floor((values.length - 1) * share)] ?? Number.NaN
  return [
    `## ${PEOPLE} sign-ins at once`,
    `They, who talk and the server share this machine; a message goes each 10 ms. All were in after ${figure(at(times, 1))} ms, half of them after ${figure(at(times, 0.5))}.`,
    table(
      ['a message until its answer, ms', 'median', 'p99', 'target'],
      [
        ['nobody signs in', at(calm, 0.5), at(calm, 0.99), ''],
        ['everybody signs in', at(busy, 0.5), at(busy, 0.99), `100: ${verdict(at(busy, 0.99), 100)}`],
      ],
    ),
  ].join('\n\n')
}
