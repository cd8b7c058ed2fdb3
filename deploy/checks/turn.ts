import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { needProgram, programs } from '../../scripts/programs.ts'

/** coturn starts in spite of lines that it does not understand: it only says so. */
export async function checkTurn(): Promise<string[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'soroka-turn-check-'))
  const file = path.join(folder, 'turnserver.conf')
  const given = await readFile('deploy/coturn/turnserver.conf', 'utf8')
  const added = ['listening-ip=127.0.0.1', 'realm=chat.example.org', 'static-auth-secret=only-for-this-check']
  await writeFile(
    file,
    `${given.replaceAll('/tmp/', `${folder}/`).replace('=3478', '=33478').replace('=5349', '=33479')}${added.join('\n')}\n`,
  )
  const relay = spawn(needProgram(programs.coturn), ['-c', file], { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [relay.stdout, relay.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
  for (let tries = 0; tries < 50 && !/DB connection success/.test(said); tries++) await pause(100)
  relay.kill('SIGKILL')
  if (relay.exitCode === null && relay.signalCode === null) await once(relay, 'exit')
  await rm(folder, { recursive: true, force: true })

  const complaints = said.split('\n').filter((line) => /bad configuration|unknown argument|CONFIG ERROR/i.test(line))
  if (!/DB connection success/.test(said)) complaints.push(`it does not start:\n${said.slice(-2000)}`)
  return complaints
}
