// The one place that speaks tus: what comes in by it goes to Uploads, and what Uploads says goes out as tus wants it.
import { AsyncLocalStorage } from 'node:async_hooks'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import { errorTable, fileId, limits, SorokaError } from '@soroka/protocol'
import type { ErrorCode, FileId, UserId } from '@soroka/protocol'
import { byteRoutes } from '@soroka/protocol/contract'
import { DataStore, Server, Upload } from '@tus/server'
import { errorBody, troubleCode } from '../../platform/http/index.ts'
import type { Uploads } from './uploads.ts'

export type HandleTus = (user: UserId, request: IncomingMessage, response: ServerResponse) => Promise<void>

/** Answers requests of tus 1.0 of somebody who was let in. `onError` hears what nobody expected. */
export function createTus(uploads: Uploads, onError: (error: unknown) => void): HandleTus {
  const store = new UploadStore(uploads)
  const server = new Server({
    path: `/api${byteRoutes['files.upload'].path}`,
    datastore: store,
    relativeLocation: true,
    maxSize: limits.sealedFileBytes,
    // Nobody but our own pages: no header for other origins.
    allowedOrigins: () => false,
    namingFunction: (_, metadata) => parseId(metadata?.['id'] ?? undefined, 'BAD_REQUEST'),
    getFileIdFromRequest: (_, last) => parseId(last, 'NOT_FOUND'),
    onResponseError: (_, error) => {
      const code = codeOf(error)
      if (code === 'INTERNAL') onError(error)
      const data = error instanceof SorokaError ? error.data : undefined
      const status_code = 'status_code' in error ? error.status_code : errorTable[code][0]
      return { status_code, body: JSON.stringify(errorBody(code, data)) }
    },
  })
  return (user, request, response) => store.asked.run(user, () => server.handle(request, response))
}

/** The store that @tus/server asks, always for the person whose request it is. */
class UploadStore extends DataStore {
  readonly asked = new AsyncLocalStorage<UserId>()
  override readonly extensions = ['creation', 'creation-with-upload', 'termination']
  readonly #uploads: Uploads

  constructor(uploads: Uploads) {
    super()
    this.#uploads = uploads
  }

  override async create(upload: Upload): Promise<Upload> {
    const { id, size } = upload
    if (size === undefined || size < 1) throw new SorokaError('BAD_REQUEST')
    await this.#uploads.create(this.#user(), parseId(id, 'BAD_REQUEST'), size)
    return upload
  }

  override async getUpload(id: string): Promise<Upload> {
    const { size, offset } = await this.#uploads.state(this.#user(), parseId(id, 'NOT_FOUND'))
    return new Upload({ id, size, offset })
  }

  override write(from: Readable, id: string, offset: number): Promise<number> {
    return this.#uploads.append(this.#user(), parseId(id, 'NOT_FOUND'), offset, from)
  }

  override remove(id: string): Promise<void> {
    return this.#uploads.remove(this.#user(), parseId(id, 'NOT_FOUND'))
  }

  #user(): UserId {
    const user = this.asked.getStore()
    if (user === undefined) throw new SorokaError('UNAUTHORIZED')
    return user
  }
}

function parseId(text: string | undefined, otherwise: ErrorCode): FileId {
  const parsed = fileId.safeParse(text)
  if (!parsed.success) throw new SorokaError(otherwise)
  return parsed.data
}

/** Those of @tus/server have a status and no code. */
function codeOf(error: Error | { readonly status_code: number }): ErrorCode {
  if (error instanceof SorokaError) return error.code
  if (!('status_code' in error)) return troubleCode(error) ?? 'INTERNAL'
  switch (error.status_code) {
    case 404:
    case 410:
      return 'NOT_FOUND'
    case 409:
    case 423:
      return 'CONFLICT'
    case 413:
      return 'TOO_LARGE'
    // A part of tus that this server does not speak.
    case 501:
      return 'BAD_REQUEST'
    default:
      return error.status_code < 500 ? 'BAD_REQUEST' : 'INTERNAL'
  }
}
