import { cpus, totalmem } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'

/** What this machine can do at best: figures without it mean nothing elsewhere. */
export interface Machine {
  readonly cpu: string
  readonly cores: number
  readonly memoryGb: number
  readonly node: string
  /** CPU of Node for one write of 600 prebuilt bytes to a loopback socket, in µs. */
  readonly writeMicroseconds: number
}

export async function measureMachine(): Promise<Machine> {
  const writeMicroseconds = await measureWrite()
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    writeMicroseconds,
  }
}

/** The floor in words, for the head of each table. */
export function machineLine(machine: Machine): string {
  const { cpu, cores, memoryGb, node, writeMicroseconds } = machine
  return (
    `Machine: ${cores} cores of ${cpu}, ${memoryGb} GB, Node ${node}, Linux loopback. ` +
    `Floor: one write of 600 bytes from Node costs ${writeMicroseconds.toFixed(1)} µs, a million ${writeMicroseconds.toFixed(1)} CPU-s.`
  )
}

const reader = `
  require('node:net').createServer((socket) => socket.resume()).listen(0, '127.0.0.1', function () {
    process.send(this.address().port)
  })`

/** One write to each of 200 sockets a turn; the reader is another process, so that only the writer's side counts. */
async function measureWrite(): Promise<number> {
  const child = spawn(process.execPath, ['-e', reader], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const [port] = (await once(child, 'message')) as [number]
  const sockets = Array.from({ length: 200 }, () => connect(port, '127.0.0.1'))
  await Promise.all(sockets.map((socket) => once(socket, 'connect')))
  const bytes = Buffer.alloc(600)
  let cost = 0
  // The first round lets the compiler see the path.
  for (const turns of [50, 200]) {
    const before = process.cpuUsage()
    for (let i = 0; i < turns; i++) {
      for (const socket of sockets) socket.write(bytes)
      await pause(1)
    }
    const { user, system } = process.cpuUsage(before)
    cost = (user + system) / (turns * sockets.length)
  }
  for (const socket of sockets) socket.destroy()
  child.kill()
  return cost
}
