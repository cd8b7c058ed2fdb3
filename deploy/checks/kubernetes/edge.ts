import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { needProgram, programs } from '../../../scripts/programs.ts'
import { complaintsOf, ran } from '../command.ts'
import { tool } from '../tools.ts'

const own = 'deploy/kubernetes/base/Caddyfile'
const usual = 'deploy/caddy/Caddyfile'
const domain = 'chat.example.org'

/** Caddy takes the file, and it says of headers, times and paths what the one of compose says. */
export async function checkEdge(): Promise<string[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'soroka-edge-'))
  try {
    await makeCertificate(folder)
    const file = path.join(folder, 'Caddyfile')
    await cp(own, file)
    await writeFile(file, (await readFile(file, 'utf8')).replaceAll('/certificate/', `${folder}/`))
    const complaints = [
      ...complaintsOf(tool('caddy'), ['validate', '--config', file, '--adapter', 'caddyfile'], {
        SOROKA_DOMAIN: domain,
      }),
      ...complaintsOf(tool('caddy'), ['fmt', '--diff', own]),
    ]
    const [mine, theirs] = [await readFile(own, 'utf8'), await readFile(usual, 'utf8')]
    for (const part of [
      /^\theader \{.*?^\t\}/ms,
      /^\t\ttimeouts \{.*?^\t\t\}/ms,
      /^\t@backend path .*$/m,
      /^\t@livekit path .*$/m,
    ])
      if (part.exec(mine)?.[0] !== part.exec(theirs)?.[0])
        complaints.push(`${own} says something else than ${usual}:\n${part.exec(mine)?.[0]}`)
    return complaints
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** tls.crt and tls.key for the domain, good for this check. */
async function makeCertificate(folder: string): Promise<void> {
  const [key, certificate] = [path.join(folder, 'tls.key'), path.join(folder, 'tls.crt')]
  const words = `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj /CN=${domain}`
  const names = ['-addext', `subjectAltName=DNS:${domain}`]
  const { ok, said } = ran(needProgram(programs.openssl), [
    ...words.split(' '),
    ...names,
    '-keyout',
    key,
    '-out',
    certificate,
  ])
  if (!ok) throw new Error(said)
}
