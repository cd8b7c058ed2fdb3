// Lists in package-lock.json the optional platform packages that a registry did not serve while the lock was written.
// Without them `npm ci` stops with "Missing … from lock file". Run after each change of the lock; safe to repeat.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const SYSTEMS = ['android', 'darwin', 'win32', 'freebsd', 'openbsd', 'netbsd', 'openharmony', 'sunos', 'aix', 'linux']
const CPUS = ['arm64', 'arm', 'x64', 'ia32', 'ppc64', 'riscv64', 's390x', 'loong64', 'mips64el', 'wasm32']
const EXACT = /^\d+\.\d+\.\d+(-[\w.-]+)?$/

/** Where npm would look for `name` when the package at `from` asks for it, nearest first. */
function places(from, name) {
  const found = []
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    found.push(at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`)
    if (at === '') return found
  }
}

/** The entry npm would have written, but for the checksum, which only the registry knows. */
function entry(name, version, dev) {
  const words = name.split(/[/.-]/)
  const os = SYSTEMS.find((system) => words.includes(system))
  const cpu = CPUS.find((one) => words.includes(one))
  if (!os || !cpu) throw new Error(`${name}: no system or processor in the name; list it by hand`)
  const libc = words.some((word) => word.startsWith('musl'))
    ? 'musl'
    : words.some((w) => w.startsWith('gnu'))
      ? 'glibc'
      : undefined
  return {
    version,
    cpu: [cpu],
    ...(dev ? { dev: true } : {}),
    ...(libc && os === 'linux' ? { libc: [libc] } : {}),
    optional: true,
    os: [os],
  }
}

/** Adds to the parsed lock what is missing. Returns the added paths. */
export function complete(lock) {
  const packages = lock.packages
  const added = []
  for (const [from, asker] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(asker.optionalDependencies ?? {})) {
      const spots = places(from, name)
      const near = spots.find((spot) => packages[spot])
      if (!EXACT.test(version) ? near : near && packages[near].version === version) continue
      if (!EXACT.test(version)) throw new Error(`${from}: optional ${name}@${version} is not exact; list it by hand`)
      const spot = near ? spots[0] : spots.at(-1)
      packages[spot] = entry(name, version, asker.dev)
      added.push(spot)
    }
  }
  lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, 'en')))
  return added
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = fileURLToPath(new URL('../package-lock.json', import.meta.url))
  const text = readFileSync(file, 'utf8')
  const lock = JSON.parse(text)
  const added = complete(lock)
  if (added.length > 0) writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
  console.log(
    added.length > 0 ? `package-lock.json: ${added.length} platform packages added` : 'package-lock.json is complete',
  )
}
