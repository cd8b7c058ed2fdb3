import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { expect, test } from 'vitest'
import { newEnough, nodeFolder } from './node.mjs'

const launcher = path.join(import.meta.dirname, 'node.mjs')
const run = (...args: string[]) => spawnSync(process.execPath, [launcher, ...args], { encoding: 'utf8' })

test('24.12 and later run the project', () => {
  expect(['v20.20.2', 'v22.30.0', 'v24.11.9', 'v24.12.0', 'v24.21.0', 'v26.0.0'].map(newEnough)).toEqual([
    false,
    false,
    false,
    true,
    true,
    true,
  ])
})

test('where no Node comes with the packages, a new one that is there will do and an old one will not', () => {
  expect(nodeFolder('sunos', 'x64', 'v24.12.0')).toBe(path.dirname(process.execPath))
  expect(nodeFolder('sunos', 'x64', 'v20.20.2')).toBeUndefined()
})

test('a command and what it starts run under Node 24 or newer', () => {
  const { stdout } = run('sh', '-c', 'node -p process.versions.node')
  expect(Number.parseInt(stdout, 10)).toBeGreaterThanOrEqual(24)
})

test('the exit code passes through, also of a command that is not there or dies of a signal', () => {
  expect(run('node', '-e', 'process.exit(7)').status).toBe(7)
  expect(run('no-such-command-here').status).toBe(127)
  expect(run('node', '-e', 'process.kill(process.pid, "SIGKILL")').status).toBe(137)
  expect(run().status).toBe(1)
})

test('a signal is passed on once, although npm repeats it, and the command may end in its own way', async () => {
  const program = `let n = 0
    process.on('SIGTERM', () => { n++; setTimeout(() => process.exit(40 + n), 200) })
    setInterval(() => undefined, 1000); console.log('ready')`
  const child = spawn(process.execPath, [launcher, 'node', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  child.kill('SIGTERM')
  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([41, null])
})
