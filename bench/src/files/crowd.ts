import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import type { Product } from './product.ts'
import { watched } from './watched.ts'

const piece = randomBytes(1 << 20)

/** MB that a process has in memory. */
async function residentOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / 1000
}

async function* pieces(count: number): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < count; i++) {
    yield piece
    // A line of eight megabytes a second, so that all of them run at once.
    await pause(125)
  }
}

async function upload({ url, token }: Product, megabytes: number): Promise<void> {
  const id = randomBytes(16).toString('base64url')
  const headers = { 'tus-resumable': '1.0.0', 'x-soroka': '1', authorization: `Bearer ${token()}` }
  const metadata = `id ${Buffer.from(id).toString('base64')}`
  const create = () =>
    fetch(`${url}/api/files/uploads`, {
      method: 'POST',
      headers: { ...headers, 'upload-length': String(megabytes * piece.length), 'upload-metadata': metadata },
    })
  let made = await create()
  // Fifty of one person wait for each other; on a busy machine the last ones are asked to come again.
  for (let tries = 0; made.status === 503 && tries < 20; tries++) {
    await pause(1000)
    made = await create()
  }
  if (made.status !== 201) throw new Error(`the upload was refused: ${made.status}`)
  const sent = await fetch(`${url}/api/files/uploads/${id}`, {
    method: 'PATCH',
    headers: { ...headers, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
    body: Readable.toWeb(Readable.from(pieces(megabytes))),
    duplex: 'half',
  } as RequestInit)
  if (sent.status !== 204) throw new Error(`the upload broke: ${sent.status}`)
}

/** MB of the server: before, and at most in the first and in the last third, while so many uploads run side by side. */
export async function serverMemory(product: Product, uploads: number, megabytes: number) {
  const idle = await residentOf(product.pid)
  const work = () => Promise.all(Array.from({ length: uploads }, () => upload(product, megabytes)))
  const seen = await watched(() => residentOf(product.pid), work)
  const third = Math.ceil(seen.length / 3)
  return { idle, first: Math.max(...seen.slice(0, third)), last: Math.max(...seen.slice(-third)) }
}
