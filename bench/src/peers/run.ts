// `npm run bench -- peers [soroka ejabberd …]`: other servers and ours at the same work, one after another.
import { readFile } from 'node:fs/promises'
import { machineLine, measureMachine } from '../machine.ts'
import { writeResult } from '../results.ts'
import type { Measured } from './driver.ts'
import { fastapi } from './fastapi.ts'
import { Measuring } from './measure.ts'
import type { Extent } from './measure.ts'
import type { Peer } from './peer.ts'
import { type Known, reportPeers } from './report.ts'
import { soroka } from './soroka.ts'
import { ejabberd, prosody } from './xmpp.ts'

const peers: Readonly<Record<string, Peer>> = {
  soroka: soroka(true),
  'soroka without Redis': soroka(false),
  fastapi,
  ejabberd,
  prosody,
}

const signIn = [{ name: 'sign-in', size: 1 }] as const
const extent: Extent = {
  people: 500,
  rounds: 3,
  seconds: 8,
  works: [
    signIn,
    signIn,
    signIn,
    [
      { name: 'idle', size: 2000 },
      { name: 'idle', size: 10_000 },
    ],
    [
      { name: 'group', size: 100 },
      { name: 'history', size: 100 },
      { name: 'group', size: 500 },
    ],
    [{ name: 'pairs', size: 200 }],
  ],
}

/** Measures the peers that are named, and writes what is known of all of them by now. @throws where one can't be run */
export async function runPeers(names: readonly string[]): Promise<void> {
  const machine = machineLine(await measureMachine())
  const known = await readKnown()
  for (const name of names.length === 0 ? Object.keys(peers) : names) {
    const peer = peers[name]
    if (peer === undefined) throw new Error(`there is no peer ${name}: ${Object.keys(peers).join(', ')}`)
    const missing = peer.missing()
    if (missing !== undefined) {
      console.log(`${name} is not here: ${missing}`)
      continue
    }
    const measured: Measured[] = []
    await Measuring.run(peer, extent, (line) => {
      console.log(name, JSON.stringify(line))
      measured.push(line)
    })
    known[name] = { machine, measured }
    await writeResult('peers.jsonl', Object.entries(known).map(lineOf).join(''))
  }
  const text = reportPeers(known)
  console.log(text)
  await writeResult('peers.md', text)
}

/** What was measured before, of whichever peers: one a line. */
async function readKnown(): Promise<Record<string, Known>> {
  const text = await readFile(new URL('../../results/peers.jsonl', import.meta.url), 'utf8').catch(() => '')
  const lines = text.split('\n').filter((line) => line !== '')
  return Object.fromEntries(
    lines.map((line) => {
      const { name, ...known } = JSON.parse(line) as Known & { name: string }
      return [name, known]
    }),
  )
}

const lineOf = ([name, known]: [string, Known]): string => `${JSON.stringify({ name, ...known })}\n`
