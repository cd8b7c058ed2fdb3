import { readFileSync } from 'node:fs'

const readmes = ['README.md', 'docs/ru/README.md']

/** What the server reads from its environment is what the table of each README names. */
export function checkSettings(): string[] {
  const source = readFileSync('apps/server/src/platform/config/config.ts', 'utf8')
  const [, environment = ''] = /^const environment = z\.object\(\{$([\s\S]*?)^\}\)$/m.exec(source) ?? []
  const read = [...environment.matchAll(/^ {2}([A-Z][A-Z\d_]+):/gm)].map(([, name]) => name ?? '')
  if (read.length === 0) return ['no settings found in the source of the server']
  return readmes.flatMap((readme) => {
    const rows = readFileSync(readme, 'utf8').matchAll(/^\| (`[A-Z][^|]*) \|/gm)
    const named = [...rows].flatMap(([, names]) =>
      [...(names ?? '').matchAll(/`([A-Z\d_]+)`/g)].map(([, name]) => name ?? ''),
    )
    return [
      ...read.filter((name) => !named.includes(name)).map((name) => `${readme}: ${name} is missing`),
      ...named.filter((name) => !read.includes(name)).map((name) => `${readme}: the server does not read ${name}`),
    ]
  })
}
