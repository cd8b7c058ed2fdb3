import { randomBytes } from 'node:crypto'
import type { ChatId, FileId } from '@soroka/protocol'
import { ask } from './http.ts'
import type { Answer, RequestOptions } from './http.ts'
import type { TestClient } from './test-client.ts'

const uploads = '/files/uploads'
export const newFileId = (): FileId => randomBytes(16).toString('base64url') as FileId

/** Headers of tus for a new upload; `metadata` replaces what names the file. */
export function creation(id: string, size: number, metadata = `id ${Buffer.from(id).toString('base64')}`) {
  return { 'tus-resumable': '1.0.0', 'upload-length': String(size), 'upload-metadata': metadata }
}

export function createUpload(who: TestClient, id: string, size: number): Promise<Answer> {
  return who.ask(uploads, { method: 'POST', headers: creation(id, size) })
}

/** Appends; the body is sent as it is. */
export async function patchUpload(who: TestClient, id: string, offset: number, bytes: Uint8Array): Promise<Response> {
  const { url, ...asked } = appending(who, id, offset)
  return fetch(url, { ...asked, body: new Uint8Array(bytes) })
}

/** What appends bytes from an offset on, for a test that sends them in its own way. */
export function appending(who: TestClient, id: string, offset: number) {
  return {
    url: `${who.server.url}/api${uploads}/${id}`,
    method: 'PATCH',
    headers: {
      authorization: `Bearer ${who.session.accessToken}`,
      'tus-resumable': '1.0.0',
      'upload-offset': String(offset),
      'content-type': 'application/offset+octet-stream',
    },
  }
}

export function askUpload(who: TestClient, id: string, method: 'HEAD' | 'DELETE', options: RequestOptions = {}) {
  return who.ask(`${uploads}/${id}`, { method, headers: { 'tus-resumable': '1.0.0' }, ...options })
}

/** A whole file of these bytes. */
export async function uploadFile(who: TestClient, bytes: Uint8Array, id: FileId = newFileId()): Promise<FileId> {
  const created = await createUpload(who, id, bytes.length)
  if (created.status !== 201) throw new Error(JSON.stringify(created.body))
  const patched = await patchUpload(who, id, 0, bytes)
  if (patched.status !== 204) throw new Error(await patched.text())
  return id
}

export function askLink(who: TestClient, file: string, chat: ChatId): Promise<Answer<{ url: string; until: number }>> {
  return who.ask(`/files/${file}/link`, { body: { chat } })
}

/** Reads what a link leads to, as text of one byte a sign. */
export async function readLink(who: TestClient, url: string, headers: Record<string, string> = {}): Promise<Answer> {
  return ask(`${who.server.url}${url}`, { headers })
}

/** With a fresh link: the bytes, or the code of the refusal. */
export async function download(who: TestClient, file: string, chat: ChatId): Promise<Buffer | string> {
  const link = await askLink(who, file, chat)
  if (link.status !== 200) return link.code ?? String(link.status)
  const response = await fetch(`${who.server.url}${link.body.url}`)
  if (response.status !== 200) return ((await response.json()) as { code: string }).code
  return Buffer.from(await response.arrayBuffer())
}
