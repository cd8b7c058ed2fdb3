import { type ChatId, type FileId, type MsgId, SorokaError } from '@soroka/protocol'
import { type Bytes, equal } from '@soroka/protocol/bytes'
import type { Attachment, SealedFile } from '@soroka/protocol/records'
import {
  chunksOf,
  FILE_CHUNK,
  FileHash,
  type FileKeys,
  fileKeys,
  openChunk,
  sealedChunkSize,
  sealedSize,
} from '@soroka/crypto/file'
import { hasCode } from '../api/api-errors.ts'
import type { Shelf } from '../platform/shelf.ts'
import type { FileSource } from '../types.ts'
import { download, type DownloadDeps, linkTo } from './download.ts'
import { DownloadProgress } from './download-progress.ts'
import type { Keeper } from './keeper.ts'
import { safeType } from './safe-type.ts'

interface Deps extends DownloadDeps {
  shelf: Shelf
  keeper: Pick<Keeper, 'find' | 'keep'>
  /** How far a file is, to the screens of this tab. */
  tell: ConstructorParameters<typeof DownloadProgress>[0]
  /** Told what the server gave, or had no more. */
  gone(place: Place, gone: boolean): void
}

/** A file where its message names it. */
export interface Place {
  chat: ChatId
  message: MsgId
  /** When the message was written. */
  at: number
  attachment: Attachment
  /** The attachment's own file, or its preview. */
  file: SealedFile
}

/** Chunks that are opened side by side and handed over together: the browser keeps blobs where it likes, arrays stay here. */
const TOGETHER = 8

/** Opens files of messages: from this device when they were read before, else from the server. */
export class OpenFiles {
  readonly #deps: Deps
  /** Several screens want the same picture at once. */
  readonly #under = new Map<FileId, Promise<Blob>>()

  readonly #progress: DownloadProgress

  constructor(deps: Deps) {
    this.#deps = deps
    this.#progress = new DownloadProgress(deps.tell)
  }

  /** Whoever waits for the file gets UNAVAILABLE. */
  stop(id: FileId): void {
    this.#progress.stop(id)
  }

  read(place: Place): Promise<Blob> {
    const { id } = place.file
    const running = this.#under.get(id)
    if (running !== undefined) return running
    const work = this.#orGone(place, this.#read(place)).finally(() => this.#under.delete(id))
    this.#under.set(id, work)
    return work
  }

  async source(place: Place): Promise<FileSource> {
    const { attachment, file } = place
    const { id, secret, size } = file
    const about = { secret, size, type: typeOf(place), name: attachment.name }
    const sealed = await this.#deps.keeper.find(id, sealedSize(size))
    if (sealed !== null) return { ...about, url: '', until: Number.MAX_SAFE_INTEGER, sealed }
    return { ...about, ...(await this.#orGone(place, linkTo(this.#deps, place.chat, file))) }
  }

  /** Whoever sees a message may read its files (R20): one that is not found is not kept any more. */
  async #orGone<T>(place: Place, work: Promise<T>): Promise<T> {
    try {
      const result = await work
      this.#deps.gone(place, false)
      return result
    } catch (error) {
      if (!hasCode(error, 'NOT_FOUND')) throw error
      this.#deps.gone(place, true)
      throw new SorokaError('FILE_GONE')
    }
  }

  async #read(place: Place): Promise<Blob> {
    const { file } = place
    const here = await this.#deps.keeper.find(file.id, sealedSize(file.size))
    if (here === null) return await this.#fetch(place)
    try {
      const opening = new Opening(await keysOf(file), file, typeOf(place))
      for await (const some of stretchesOf(here)) await opening.add(some)
      return await opening.finish()
    } catch (error) {
      // What lies here was damaged; a copy of one's own that never reached the server is all there is.
      if (!(error instanceof SorokaError)) throw error
      return await this.#fetch(place)
    }
  }

  #download(chat: ChatId, file: SealedFile): AsyncGenerator<Bytes> {
    return this.#progress.counted(file.id, sealedSize(file.size), download(this.#deps, chat, file))
  }

  async #fetch(place: Place): Promise<Blob> {
    const { shelf, keeper } = this.#deps
    const { chat, message, at, file } = place
    const keys = await keysOf(file)
    let opening = new Opening(keys, file, typeOf(place))
    try {
      await shelf.put(file.id, passing(opening, this.#download(chat, file)), sealedSize(file.size))
    } catch (error) {
      if (error instanceof SorokaError) throw error
      // No room here, or another tab is writing it: it is shown all the same.
      opening = new Opening(keys, file, typeOf(place))
      for await (const some of this.#download(chat, file)) await opening.add(some)
      return await opening.finish()
    }
    try {
      const blob = await opening.finish()
      await keeper.keep({ id: file.id, chat, message, bytes: sealedSize(file.size), at })
      return blob
    } catch (error) {
      await shelf.remove(file.id)
      throw error
    }
  }
}

/** A file that is opened chunk by chunk; throws FILE_BROKEN for what is not the one that was sent. */
class Opening {
  readonly #keys: FileKeys
  readonly #file: SealedFile
  readonly #type: string
  readonly #hash = new FileHash()
  readonly #blobs: Blob[] = []
  #index = 0

  constructor(keys: FileKeys, file: SealedFile, type: string) {
    this.#keys = keys
    this.#file = file
    this.#type = type
  }

  /** A stretch of whole chunks. */
  async add(sealed: Bytes): Promise<void> {
    const chunks: Promise<Bytes | null>[] = []
    for (let at = 0; at < sealed.length;) {
      const length = sealedChunkSize(this.#file.size, this.#index)
      if (length === 0) throw new SorokaError('FILE_BROKEN')
      chunks.push(openChunk(this.#keys, this.#index++, sealed.subarray(at, at + length)))
      at += length
    }
    const opened = await Promise.all(chunks)
    const plain = opened.filter((chunk) => chunk !== null)
    if (plain.length < opened.length) throw new SorokaError('FILE_BROKEN')
    for (const chunk of plain) this.#hash.add(chunk)
    const blob = new Blob(plain)
    this.#blobs.push(blob)
    // The browser takes a blob over when it has time; until then it lies in our memory.
    await blob.slice(0, 1).arrayBuffer()
  }

  async finish(): Promise<Blob> {
    if (this.#index !== chunksOf(this.#file.size)) throw new SorokaError('FILE_BROKEN')
    if (!equal(await this.#hash.digest(), this.#file.hash)) throw new SorokaError('FILE_BROKEN')
    return new Blob(this.#blobs, { type: this.#type })
  }
}

/** Opens what passes by on its way to the shelf. */
async function* passing(opening: Opening, stretches: AsyncIterable<Bytes>): AsyncGenerator<Bytes> {
  for await (const some of stretches) {
    await opening.add(some)
    yield some
  }
}

/** Some whole chunks at a time of a file that lies here; the next are read ahead. */
async function* stretchesOf(sealed: Blob): AsyncGenerator<Bytes> {
  const stretch = sealedSize(TOGETHER * FILE_CHUNK)
  let next = sealed.slice(0, stretch).arrayBuffer()
  for (let from = 0; from < sealed.size; from += stretch) {
    const bytes = new Uint8Array(await next)
    next = sealed.slice(from + stretch, from + 2 * stretch).arrayBuffer()
    next.catch(() => undefined)
    yield bytes
  }
}

function keysOf({ secret, id, size }: SealedFile): Promise<FileKeys> {
  return fileKeys(secret, id, size)
}

/** Previews are pictures, whatever the file is. */
function typeOf({ attachment, file }: Place): string {
  return safeType(file === attachment.file ? attachment.type : 'image/jpeg')
}
