import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { needProgram, programs } from '../../../scripts/programs.ts'

/** Fetched by npm when it is needed: the product does not carry it. */
const lighthouse = 'lighthouse@13.5.0'

/** What one run says of a page on a telephone as Lighthouse makes it up: scores of 100, times in ms. */
export interface Report {
  performance: number
  accessibility: number
  'best-practices': number
  lcp: number
  tbt: number
  cls: number
}

export async function audit(url: string): Promise<Report> {
  const chrome = '--headless=new --no-sandbox --disable-gpu'
  const only = '--only-categories=performance,accessibility,best-practices'
  const args = ['--yes', lighthouse, url, '--output=json', '--quiet', `--chrome-flags=${chrome}`, only]
  const child = spawn('npx', args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, CHROME_PATH: needProgram(programs.chromium) },
  })
  const [said, complained] = await Promise.all([text(child.stdout), text(child.stderr)])
  if (!said.startsWith('{')) throw new Error(`Lighthouse: ${complained || said}`)
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
    lcp: value('largest-contentful-paint'),
    tbt: value('total-blocking-time'),
    cls: value('cumulative-layout-shift'),
  }
}
