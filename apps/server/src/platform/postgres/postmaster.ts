// One run of postgres, from its start to its end.
import { spawn } from 'node:child_process'
import { createConnection } from 'node:net'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { StartError } from '../data-folder/index.ts'
import type { Account } from './account.ts'
import type { Binaries } from './binaries.ts'
import { programOptions } from './cluster.ts'
import type { PostgresLog } from './log-lines.ts'
import { forwardLine } from './log-lines.ts'
import { PORT } from './placement.ts'
import { readPostmasterFile } from './postmaster-file.ts'

/** A start that recovers from a crash replays the log first, which may take a while. */
const READY_WITHIN_MS = 120_000
const POLL_MS = 10
/** A fast shutdown writes a checkpoint; when that takes longer, recovery at the next start does the work instead. */
const FAST_STOP_MS = 1_500

const SETTINGS = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  shared_buffers: '128MB',
  max_connections: '60',
  max_wal_size: '1GB',
  // What a failed statement held (an address, a name) stays out of the log.
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  log_checkpoints: 'off',
  log_line_prefix: '',
}

/** For tests: nothing waits for the disk, so a loss of power may take the data along; and many servers share it. */
const FORGETFUL = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' }

export interface Postmaster {
  pid: number
  /** Settles when it has ended, whoever ended it. */
  ended: Promise<void>
  /** Fast shutdown, or after a moment an immediate one, which is as safe as a crash. */
  stop(): Promise<void>
  /** Fast shutdown that nobody awaits: for a process that is about to exit. */
  signalStop(): void
}

/**
 * Starts postgres and returns when it accepts connections.
 * @throws StartError POSTGRES_FAILED with the last lines it wrote
 */
export async function startPostmaster(
  binaries: Binaries,
  account: Account | undefined,
  data: string,
  socketFolder: string,
  log: PostgresLog,
  forgetful = false,
): Promise<Postmaster> {
  const chosen = forgetful ? { ...SETTINGS, ...FORGETFUL } : SETTINGS
  const settings = Object.entries(chosen).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(
    path.join(binaries.folder, 'bin', 'postgres'),
    ['-D', data, '-k', socketFolder, '-p', String(PORT), ...settings],
    // A group of its own: Ctrl-C reaches this process only, which then stops things in their order.
    { ...programOptions(binaries, account, data), stdio: ['ignore', 'ignore', 'pipe'], detached: true },
  )
  const lines: string[] = []
  createInterface(child.stderr).on('line', (line) => {
    lines.push(line)
    if (lines.length > 8) lines.shift()
    forwardLine(log, line)
  })
  const running = { now: true }
  const ended = new Promise<void>((resolve) => {
    const end = () => {
      running.now = false
      resolve()
    }
    child.once('exit', end)
    child.once('error', (error) => {
      lines.push(error.message)
      end()
    })
  })
  const postmaster: Postmaster = {
    pid: child.pid ?? 0,
    ended,
    async stop() {
      child.kill('SIGINT')
      const giveUp = setTimeout(() => child.kill('SIGQUIT'), FAST_STOP_MS)
      await ended
      clearTimeout(giveUp)
    },
    signalStop: () => child.kill('SIGINT'),
  }
  const deadline = performance.now() + READY_WITHIN_MS
  while (running.now) {
    if (await isReady(postmaster.pid, data, socketFolder)) return postmaster
    if (performance.now() > deadline) {
      await postmaster.stop()
      break
    }
    await sleep(POLL_MS)
  }
  throw new StartError('POSTGRES_FAILED', `Postgres does not start:\n${lines.join('\n')}`)
}

async function isReady(pid: number, data: string, socketFolder: string): Promise<boolean> {
  const file = await readPostmasterFile(data)
  return file !== undefined && file.ready && file.pid === pid && (await answers(path.join(socketFolder, SOCKET)))
}

const SOCKET = `.s.PGSQL.${PORT}`

function answers(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = createConnection(socket)
    connection.once('connect', () => {
      connection.destroy()
      resolve(true)
    })
    connection.once('error', () => resolve(false))
  })
}
