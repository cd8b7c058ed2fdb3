import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ran } from './command.ts'

/** The configuration of the frontend's nginx, with folders and a port of a test's own. */
export interface NginxCopy {
  readonly file: string
  readonly folder: string
  remove(): Promise<void>
}

export async function copyNginx(port: number): Promise<NginxCopy> {
  const folder = await mkdtemp(path.join(tmpdir(), 'soroka-nginx-'))
  await chmod(folder, 0o755) // its workers are somebody else
  for (const inside of ['srv/soroka', 'srv/kept', 'tmp']) await mkdir(path.join(folder, inside), { recursive: true })
  const headers = ran('node', ['deploy/frontend/write-headers.ts'])
  if (!headers.ok) throw new Error(headers.said)
  await writeFile(path.join(folder, 'headers.conf'), headers.said)
  await cp('/etc/nginx/mime.types', path.join(folder, 'mime.types'))
  const text = (await readFile('deploy/frontend/nginx.conf', 'utf8'))
    .replace('listen 8080', `listen 127.0.0.1:${port}`)
    .replaceAll(' /tmp/', ` ${folder}/tmp/`)
    .replaceAll('/srv/', `${folder}/srv/`)
    .replaceAll('/etc/nginx/', `${folder}/`)
  const file = path.join(folder, 'nginx.conf')
  await writeFile(file, text)
  return { file, folder, remove: () => rm(folder, { recursive: true, force: true }) }
}
