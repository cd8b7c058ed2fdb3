import { existsSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { trackedFiles } from '../../scripts/checks/tracked-files.ts'

/** What is planted into the README, one at a time: each must be noticed. */
const mistakes = [
  '[gone](docs/GONE.md)',
  '[gone](docs/UPGRADING.md#gone)',
  '[gone](#gone)',
  '![gone](docs/pictures/gone.png)',
]

/** Every link from one of our Markdown files to another file, or to a heading of it, leads there. */
export function checkLinks(): string[] {
  const documents = trackedFiles().filter((file) => file.endsWith('.md') && existsSync(file))
  const readme = readFileSync('README.md', 'utf8')
  return [
    ...documents.flatMap((document) => judge(document, readFileSync(document, 'utf8'))),
    ...mistakes
      .filter((mistake) => judge('README.md', `${readme}\n${mistake}\n`).length === 0)
      .map((mistake) => `nobody notices ${mistake}`),
  ]
}

function judge(document: string, text: string): string[] {
  return [...prose(text).matchAll(/\]\(([^()\s]+)\)/g)]
    .map(([, target]) => target ?? '')
    .filter((target) => !/^[a-z]+:/.test(target) && !leads(document, text, target))
    .map((target) => `${document}: ${target} leads nowhere`)
}

function leads(document: string, text: string, target: string): boolean {
  const [file = '', heading] = target.split('#')
  const at = file === '' ? document : path.join(path.dirname(document), decodeURIComponent(file))
  if (at.startsWith('..') || !existsSync(at)) return false
  if (heading === undefined) return true
  return (
    statSync(at).isFile() && anchors(file === '' ? text : readFileSync(at, 'utf8')).has(decodeURIComponent(heading))
  )
}

/** What GitHub calls the headings of a text. */
function anchors(text: string): Set<string> {
  const headings = [...prose(text, false).matchAll(/^#{1,6} (.+)$/gm)].map(([, words]) => words ?? '')
  return new Set(
    headings.map((words) =>
      words
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  )
}

/** Without blocks of code, and without code in a line, where brackets are no link. */
function prose(text: string, lines = true): string {
  const open = text.replace(/^```[\s\S]*?^```/gm, '')
  return lines ? open.replace(/`[^`\n]*`(?!\])/g, '') : open
}
