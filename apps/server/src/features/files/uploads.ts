import type { Readable } from 'node:stream'
import { limits, SorokaError } from '@soroka/protocol'
import type { FileId, UserId } from '@soroka/protocol'
import type { Sql } from '../../platform/db/index.ts'
import type { BlobStore } from '../../platform/files/index.ts'
import {
  deleteUnfinished,
  findFile,
  insertFile,
  type NewFile,
  lockOwner,
  markWhole,
  readUsage,
  touchUnfinished,
} from './files-repo.ts'
import { deleteFile } from './sweep.ts'
import { holdUnnamed, markGone } from './sweep-repo.ts'

export interface UploadDependencies {
  readonly sql: Sql
  readonly blobs: BlobStore
  readonly now: () => number
  /** Bytes that one person may hold. */
  readonly quota: number
  readonly onError: (error: unknown) => void
}

export interface UploadState {
  readonly size: number
  readonly offset: number
}

/** What somebody does with his own uploads; another's are not there for him (NOT_FOUND). One call at a time for each file. */
export class Uploads {
  readonly #deps: UploadDependencies
  readonly #running = new Set<Promise<unknown>>()

  constructor(deps: UploadDependencies) {
    this.#deps = deps
  }

  /**
   * Takes the room of a new file from the quota. An unfinished file of his own of this id begins anew. What nobody names
   * any more is no longer his, but may not fill the disk either: all of it together is at most once more the quota.
   * @throws SorokaError TOO_LARGE, CONFLICT (the id is taken), QUOTA_FULL, STORAGE_FULL, UNAVAILABLE
   */
  async create(owner: UserId, id: FileId, size: number): Promise<void> {
    const { sql, blobs, now, quota } = this.#deps
    if (size > limits.sealedFileBytes) throw new SorokaError('TOO_LARGE', { limit: limits.sealedFileBytes })
    const file = { id, owner, size, at: now() }
    await sql.begin(async (tx) => {
      await lockOwner(tx, owner)
      await deleteUnfinished(tx, file)
      const { used, stored } = await readUsage(tx, owner)
      if (used + size > quota || stored + size > 2 * quota) throw new SorokaError('QUOTA_FULL', { used, quota })
      if (!(await insertFile(tx, file))) throw new SorokaError('CONFLICT')
    })
    try {
      await blobs.create(id, size)
    } catch (error) {
      await this.#forget(file)
      throw error
    }
  }

  /** Leaves nothing of one whose place could not be made; where that fails too, its row stays for the sweep to find (R20). */
  async #forget(file: NewFile): Promise<void> {
    const { sql, blobs, onError } = this.#deps
    try {
      await blobs.remove(file.id)
    } catch (error) {
      return onError(error)
    }
    await sql.begin((tx) => deleteUnfinished(tx, file))
  }

  /**
   * Where it goes on. All bytes may be here without anybody having noted it: whoever did may have died just then.
   * @throws SorokaError NOT_FOUND
   */
  async state(owner: UserId, id: FileId): Promise<UploadState> {
    const { size, whole } = await this.#own(owner, id)
    if (whole) return { size, offset: size }
    const offset = await this.#deps.blobs.offsetOf(id)
    if (offset === undefined) throw new SorokaError('NOT_FOUND')
    if (offset === size) await this.#finish(id, size)
    return { size, offset }
  }

  /** Resolves with where it ends now; with its last byte the file is whole. */
  async append(owner: UserId, id: FileId, offset: number, from: Readable): Promise<number> {
    const work = this.#append(owner, id, offset, from)
    this.#running.add(work)
    return work.finally(() => this.#running.delete(work))
  }

  /** Resolves when nothing is being written; the caller lets nothing new in. */
  async idle(): Promise<void> {
    await Promise.allSettled(this.#running)
  }

  async #append(owner: UserId, id: FileId, offset: number, from: Readable): Promise<number> {
    const { size, whole } = await this.#own(owner, id)
    if (whole) throw new SorokaError('CONFLICT')
    const { sql, blobs, now } = this.#deps
    const end = await blobs.append(id, offset, from)
    if (end === size) await this.#finish(id, size)
    else await touchUnfinished(sql, id, now())
    return end
  }

  /** @throws SorokaError NOT_FOUND, FORBIDDEN when it was sent: then it goes with its messages */
  async remove(owner: UserId, id: FileId): Promise<void> {
    await this.#own(owner, id)
    const { sql, now } = this.#deps
    await sql.begin(async (tx) => {
      if (!(await holdUnnamed(tx, id))) throw new SorokaError('FORBIDDEN')
      await markGone(tx, id, now())
    })
    await deleteFile(this.#deps, id)
  }

  /** Once this is done a message may name the file. */
  async #finish(id: FileId, size: number): Promise<void> {
    const { sql, blobs, now } = this.#deps
    if (!(await blobs.isWhole(id, size))) throw new SorokaError('UNAVAILABLE', { retryAfter: 1 })
    if (!(await markWhole(sql, id, now()))) throw new SorokaError('NOT_FOUND')
  }

  async #own(owner: UserId, id: FileId) {
    const file = await findFile(this.#deps.sql, id)
    if (file === undefined || file.owner !== owner) throw new SorokaError('NOT_FOUND')
    return file
  }
}
