import { createServer, type Server } from 'node:http'
import { readFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'

const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
}

/** Serves a built page, and more pages by their paths. */
export async function serveSite(
  folder: string,
  pages: Record<string, string> = {},
): Promise<{ url: string; server: Server }> {
  const server = createServer((request, response): unknown => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname
    // No network: everything on the screens is on the device.
    if (/^\/(api|ws)\b/.test(path)) return request.destroy()
    const own = pages[path]
    if (own !== undefined) return response.writeHead(200, { 'content-type': 'text/html' }).end(own)
    const file = extname(path) === '' ? 'index.html' : path
    return readFile(join(folder, file)).then(
      (bytes) =>
        response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' }).end(bytes),
      () => response.writeHead(404).end(),
    )
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return { url: `http://localhost:${(server.address() as AddressInfo).port}`, server }
}
