import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { needProgram, programs } from '../../../scripts/programs.ts'

/** Fetched by npm when it is needed: the product does not carry it. */
const lighthouse = 'lighthouse@13.5.0'

/** What one run says of a page on a telephone as Lighthouse makes it up: scores of 100, times in ms. */
export interface Report {
  performance: number
  accessibility: number
  'best-practices': number
  fcp: number
  lcp: number
  tbt: number
  cls: number
}

export async function audit(url: string): Promise<Report> {
  const chrome = '--headless=new --no-sandbox --disable-gpu'
  const only = '--only-categories=performance,accessibility,best-practices'
  const folder = await mkdtemp(path.join(tmpdir(), 'soroka-lighthouse-'))
  // Into a file: it ends before a pipe has taken all of its megabyte.
  const file = path.join(folder, 'report.json')
  const output = ['--output=json', `--output-path=${file}`]
  const child = spawn('npx', ['--yes', lighthouse, url, ...output, '--quiet', `--chrome-flags=${chrome}`, only], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, CHROME_PATH: needProgram(programs.chromium) },
  })
  const complained = await text(child.stderr)
  const said = await readFile(file, 'utf8').catch(() => '')
  await rm(folder, { recursive: true })
  if (said === '') throw new Error(`Lighthouse: ${complained}`)
  const { categories, audits } = JSON.parse(said) as {
    categories: Record<string, { score: number }>
    audits: Record<string, { numericValue: number }>
  }
  const score = (name: string) => Math.round((categories[name]?.score ?? 0) * 100)
  const value = (name: string) => audits[name]?.numericValue ?? Infinity
  return {
    performance: score('performance'),
    accessibility: score('accessibility'),
    'best-practices': score('best-practices'),
    fcp: value('first-contentful-paint'),
    lcp: value('largest-contentful-paint'),
    tbt: value('total-blocking-time'),
    cls: value('cumulative-layout-shift'),
  }
}
