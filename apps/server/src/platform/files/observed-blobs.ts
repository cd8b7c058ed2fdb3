import { SorokaError } from '@soroka/protocol'
import { Histogram } from 'prom-client'
import type { Registry } from 'prom-client'
import { countEvents } from '../metrics/index.ts'
import type { BlobStore } from './blob-store.ts'

/** What may wait for the place: an upload waits for its device too, and is not timed. */
const timed = ['create', 'offsetOf', 'isWhole', 'read', 'remove'] as const
const operations = [...timed, 'append'] as const

/** The same store, timed and with its failures counted. What is not there is no failure. */
export function observedBlobs(registry: Registry, blobs: BlobStore): BlobStore {
  const seconds = new Histogram({
    name: 'soroka_files_seconds',
    help: 'How long the place of the files took',
    labelNames: ['operation'],
    buckets: [0.001, 0.01, 0.05, 0.25, 1, 5, 30],
    registers: [registry],
  })
  const failed = countEvents<(typeof operations)[number]>(registry, {
    name: 'soroka_files_errors_total',
    help: 'What the place of the files could not do',
    label: 'operation',
    kinds: operations,
  })
  const watched = async <T>(operation: (typeof operations)[number], work: () => Promise<T>): Promise<T> => {
    const end = operation === 'append' ? undefined : seconds.startTimer({ operation })
    try {
      return await work()
    } catch (error) {
      if (isFailure(error)) failed(operation)
      throw error
    } finally {
      end?.()
    }
  }
  return {
    create: (id, size) => watched('create', () => blobs.create(id, size)),
    offsetOf: (id) => watched('offsetOf', () => blobs.offsetOf(id)),
    append: (id, offset, from) => watched('append', () => blobs.append(id, offset, from)),
    isWhole: (id, size) => watched('isWhole', () => blobs.isWhole(id, size)),
    read: (id, first, last) => watched('read', () => blobs.read(id, first, last)),
    remove: (id) => watched('remove', () => blobs.remove(id)),
    list: () => blobs.list(),
    close: () => blobs.close(),
  }
}

/** A device that breaks off its upload is not one of the place. */
function isFailure(error: unknown): boolean {
  return error instanceof SorokaError && (error.code === 'STORAGE_FULL' || error.code === 'UNAVAILABLE')
}
