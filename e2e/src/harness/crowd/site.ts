import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** A page of the tests' own, built as the app is and served on loopback. */
export interface Site {
  readonly url: string
  close(): Promise<void>
}

/** @param root where its index.html is */
export async function openSite(root: string): Promise<Site> {
  const { build } = await import('vite')
  const folder = await mkdtemp(path.join(tmpdir(), 'soroka-site-'))
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    worker: { format: 'es' },
    build: { outDir: folder, emptyOutDir: true, target: 'es2024' },
  })
  const server = createServer((request, response) => {
    const name = request.url === '/' ? 'index.html' : path.normalize(request.url ?? '')
    readFile(path.join(folder, name)).then(
      (body) => {
        const type = name.endsWith('.js') ? 'text/javascript' : 'text/html'
        response.writeHead(200, { 'content-type': type }).end(body)
      },
      () => response.writeHead(404).end(),
    )
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/`,
    close: async () => {
      server.close()
      server.closeAllConnections()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
