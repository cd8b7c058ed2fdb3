import { readFile } from 'node:fs/promises'
import { trackedFiles } from './tracked-files.ts'

const patterns: [name: string, pattern: RegExp][] = [
  ['private key', /-----BEGIN (?:RSA |EC |OPENSSH )?PRIVATE KEY-----/],
  ['AWS key', /\bAKIA[0-9A-Z]{16}\b/],
  ['GitHub token', /\bgh[pousr]_[A-Za-z0-9]{36,}\b/],
  ['Slack token', /\bxox[abpr]-[A-Za-z0-9-]{10,}\b/],
  ['JWT', /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{20,}\b/],
  ['URL with a password', /\b[a-z]+:\/\/[^\s/:@'"`$]+:[^\s/:@'"`$]{6,}@(?!localhost|127\.0\.0\.1|\S*example)/],
]

/** S18: no secret is committed. */
export async function checkSecrets(): Promise<string[]> {
  const complaints: string[] = []
  for (const file of trackedFiles()) {
    if (/\.(png|woff2|ico)$|package-lock\.json$/.test(file)) continue
    const text = await readFile(file, 'utf8')
    for (const [name, pattern] of patterns) if (pattern.test(text)) complaints.push(`${file}: looks like a ${name}`)
  }
  return complaints
}
