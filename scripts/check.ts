// `npm run check`: everything that can be known without running the product. One line a check.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { checkBundleSize } from './checks/bundle-size.ts'
import { checkWorkerEntries } from './checks/worker-entries.ts'
import { checkCssClasses } from './checks/css-classes.ts'
import { checkFaults } from './checks/faults.ts'
import { checkFileNames } from './checks/file-names.ts'
import { checkImports } from './checks/imports.ts'
import { checkInstallScripts } from './checks/install-scripts.ts'
import { checkMigrations } from './checks/migrations.ts'
import { checkMutants } from './checks/mutants.ts'
import { checkSecrets } from './checks/secrets.ts'

/** Complaints; none when all is well. */
type Check = () => Promise<string[]>

const workspaces = [
  'packages/protocol',
  'packages/crypto',
  'packages/client',
  'apps/server',
  'apps/web',
  'e2e',
  'bench',
  'deploy',
  '.',
]

/** A command of node_modules/.bin; whatever it prints is a complaint when it fails. */
function command(name: string, ...args: string[]): Check {
  return async () => {
    const child = spawn(name, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
    await once(child, 'close')
    return child.exitCode === 0 ? [] : [output.trim().slice(-6000)]
  }
}

const checks: Record<string, Check> = {
  format: command('oxfmt', '--check', '.'),
  lint: command('oxlint', '--type-aware', '--deny-warnings', '--report-unused-disable-directives'),
  ...Object.fromEntries(workspaces.map((at) => [`types ${at}`, command('tsc', '-p', at)])),
  'dead code': command('knip'),
  'css classes': checkCssClasses,
  imports: checkImports,
  faults: checkFaults,
  mutants: checkMutants,
  'file names': checkFileNames,
  secrets: checkSecrets,
  migrations: checkMigrations,
  'install scripts': checkInstallScripts,
  'bundle size': checkBundleSize,
  'worker entries': checkWorkerEntries,
}

const wanted = process.argv.slice(2)
let passed = 0
let failed = 0
for (const [name, check] of Object.entries(checks)) {
  if (wanted.length > 0 && !wanted.some((word) => name.startsWith(word))) continue
  const start = performance.now()
  const complaints = await check()
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  console.log(`${complaints.length === 0 ? '✓' : '✗'} ${name} (${seconds} s)`)
  for (const line of complaints) console.log(line.replace(/^/gm, '    '))
  if (complaints.length === 0) passed++
  else failed++
}
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed > 0 ? 1 : 0)
