import { randomFillSync } from 'node:crypto'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { needProgram, programs } from '../../../scripts/programs.ts'
import { machineLine, measureMachine } from '../machine.ts'
import { median } from '../median.ts'
import { writeResult } from '../results.ts'
import { figure, table } from '../table.ts'
import { serverMemory } from './crowd.ts'
import { bundled, measurePhoto } from './pages.ts'
import { measureFilm } from './player.ts'
import { type Product, startProduct } from './product.ts'
import { choose, compareSpeeds, type Cost, growth, medianOf, ratio, read, type Sent, send } from './speed.ts'

const rounds = 5
const megabytes = 128
const large = 1024
const uploads = 50
const each = 40
const film = 500_000_000

type Row = [what: string, measured: string, wanted: string]

/** A file that nothing packs. */
async function writeFileOf(path: string, size: number): Promise<void> {
  const file = await open(path, 'w')
  const bytes = Buffer.alloc(1 << 20)
  for (let i = 0; i < size; i++) await file.write(randomFillSync(bytes))
  await file.close()
}

async function measureSpeed(product: Product, path: string): Promise<Row[]> {
  await product.page.evaluate(await bundled('plain.ts'))
  await choose(product.page, path)
  await compareSpeeds(product, 1)
  const { plainUp, sealedUp, plainDown, sealedDown } = await compareSpeeds(product, rounds)
  const row = (what: string, plain: Cost[], sealed: Cost[]): Row => [
    what,
    `${figure(ratio(plain, sealed, 'seconds') * 100)} % by the clock (${figure(megabytes / medianOf(sealed, 'seconds'))} of ${figure(megabytes / medianOf(plain, 'seconds'))} MB/s), ${figure(ratio(plain, sealed, 'cpu') * 100)} % by CPU`,
    '≥ 60 %',
  ]
  return [
    row('encrypt and upload, of a plain upload', plainUp, sealedUp),
    row('download, decrypt and check, of a plain download', plainDown, sealedDown),
  ]
}

async function measureMemory({ page, profile }: Product, path: string): Promise<Row[]> {
  await choose(page, path)
  let sent: Sent | undefined
  const up = await growth(profile, async () => (sent = await send(page)))
  const down = await growth(profile, () => read(page, sent as Sent))
  return [
    ['the page grows while 1 GB is sealed and sent, MB', figure(up), '≤ 64'],
    ['the page grows while 1 GB is loaded and opened, MB', figure(down), '≤ 64'],
  ]
}

async function measurePlaying(product: Product): Promise<Row[]> {
  const { first, seeks } = await measureFilm(product, film)
  return [
    [`first frame of a film of ${film / 1e6} MB, ms`, figure(Math.round(first)), '≤ 500'],
    [
      `a seek in it, ms (median, worst of ${seeks.length})`,
      [median(seeks), Math.max(...seeks)].map((ms) => figure(Math.round(ms))).join(', '),
      '≤ 300',
    ],
  ]
}

async function measureServer(product: Product): Promise<Row> {
  const { idle, first, last } = await serverMemory(product, uploads, each)
  return [
    `the server while ${uploads} uploads of ${each} MB run, MB: before, first third, last third`,
    [idle, first, last].map((value) => figure(Math.round(value))).join(', '),
    'flat',
  ]
}

async function measurePreparing(executablePath: string): Promise<Row[]> {
  const { times, longest, bytes } = await measurePhoto(executablePath, rounds)
  return [
    [
      `a photo of 12 megapixels (${figure(bytes / 1e6)} MB) made ready, ms (median)`,
      figure(Math.round(median(times))),
      '≤ 1,000',
    ],
    [
      'longest task of the main thread meanwhile, ms',
      longest === 0 ? 'none over 50' : figure(Math.round(longest)),
      'none over 50',
    ],
  ]
}

/** What encryption costs files: speed beside plain ones, memory of page and server, photos made ready. */
export async function runFiles(): Promise<void> {
  const executablePath = needProgram(programs.chromium)
  const machine = machineLine(await measureMachine())
  const folder = await mkdtemp(join(tmpdir(), 'soroka-bench-file-'))
  const product = await startProduct(executablePath)
  try {
    const [small, big] = [join(folder, 'small'), join(folder, 'big')]
    await writeFileOf(small, megabytes)
    await writeFileOf(big, large)
    const rows = [
      ...(await measureSpeed(product, small)),
      ...(await measureMemory(product, big)),
      await measureServer(product),
      ...(await measurePlaying(product)),
      ...(await measurePreparing(executablePath)),
    ]
    const about = `The product as \`npm start\` runs it, and Chromium beside it. A file of ${megabytes} MB from the disk goes plain and sealed in turn (${rounds} rounds, medians): both by the same client of tus in the same pieces, both down to where the browser keeps files. Sealed ones are also hashed, and kept on the device. Memory is the Pss of the process that holds page and worker, at most, above what it had before.`
    const text = `${['# Files', machine, about, table(['', 'measured', 'wanted'], rows)].join('\n\n')}\n`
    console.log(text)
    await writeResult('files.md', text)
  } finally {
    await product.remove()
    await rm(folder, { recursive: true, force: true })
  }
}
