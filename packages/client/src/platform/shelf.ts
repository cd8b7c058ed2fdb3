import type { Bytes } from '@soroka/protocol/bytes'

/** Where the sealed files of an account lie on a device: bytes by name, nothing of what they mean. */
export interface Shelf {
  /**
   * Puts a file of `size` bytes there, whole. When `parts` throws, or there is no room, nothing of it stays. A part is good until
   * the next one is asked for.
   */
  put(name: string, parts: AsyncIterable<Bytes>, size: number): Promise<void>
  /** Null when it isn't there. Bytes are read as they are asked for. */
  get(name: string): Promise<Blob | null>
  remove(name: string): Promise<void>
  /** What lies there, and since when (milliseconds since 1970). */
  list(): Promise<{ name: string; at: number }[]>
  /** Leaves nothing. */
  wipe(): Promise<void>
}
