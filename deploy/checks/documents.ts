import { existsSync, globSync, readFileSync } from 'node:fs'

/** Every command of this repository that a document names exists, with its options. */
export function checkDocuments(): string[] {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }
  const complaints: string[] = []
  for (const document of globSync('{,docs/{,ru/,runbooks/}}*.md')) {
    const text = readFileSync(document, 'utf8')
    for (const [, name] of text.matchAll(/\bnpm run ([\w:-]+)/g))
      if (name !== undefined && !(name in scripts)) complaints.push(`${document}: there is no npm run ${name}`)
    for (const [, file, words] of text.matchAll(/\b(scripts\/[\w-]+\.sh)([^`\n|]*)/g)) {
      if (file === undefined || !existsSync(file)) {
        complaints.push(`${document}: there is no ${file}`)
        continue
      }
      const source = readFileSync(file, 'utf8')
      for (const [option] of (words ?? '').matchAll(/(?<=\s)--[\w-]+/g))
        if (!source.includes(option)) complaints.push(`${document}: ${file} has no ${option}`)
    }
  }
  return complaints
}
