import { RecordError, utf8Decode, utf8Encode, Writer } from '../bytes/index.ts'
import type { Bytes, Reader } from '../bytes/index.ts'
import { SEAL_PUBLIC_BYTES } from './format.ts'

/** Answers that a poll may offer. */
export const MAX_OPTIONS = 12
const MAX_OPTION_BYTES = 400
/** A vote under HPKE: enc 1,120, a padded list of answers, tag. */
const MAX_SEALED_VOTE = 1280

/** A question (the body's text) with its answers. */
export type Poll = {
  readonly options: readonly string[]
  readonly multiple: boolean
  /** When it ends by itself; milliseconds since 1970. */
  readonly closesAt?: number
  /** An anonymous poll's X-Wing public key: votes are sealed to its author, who publishes the sum (rule 25). */
  readonly key?: Bytes
}

/** A person's whole current choice, ascending; empty takes it back. Sealed in an anonymous poll. */
export type Vote =
  | { readonly options: readonly number[]; readonly sealed?: undefined }
  | { readonly sealed: Bytes; readonly options?: undefined }

/** Votes for each answer, and how many people voted. */
export type Tally = { readonly votes: readonly number[]; readonly voters: number }

export function writePoll({ options, multiple, closesAt, key }: Poll): Bytes {
  if (options.length < 2 || options.length > MAX_OPTIONS) throw new RecordError('range', 'options')
  const writer = new Writer()
    .bool(multiple)
    .u64(closesAt ?? 0)
    .bool(key !== undefined)
  if (key !== undefined) writer.fixed(key, SEAL_PUBLIC_BYTES)
  writer.u8(options.length)
  for (const option of options) {
    const bytes = utf8Encode(option)
    if (bytes.length === 0 || bytes.length > MAX_OPTION_BYTES) throw new RecordError('range', 'option')
    writer.bytes16(bytes)
  }
  return writer.finish()
}

export function readPoll(reader: Reader): Poll {
  const multiple = reader.bool()
  const closesAt = reader.u64()
  const key = reader.bool() ? reader.fixed(SEAL_PUBLIC_BYTES) : undefined
  const count = reader.u8()
  if (count < 2 || count > MAX_OPTIONS) throw new RecordError('range', 'options')
  const options = Array.from({ length: count }, () => {
    const bytes = reader.bytes16(MAX_OPTION_BYTES)
    if (bytes.length === 0) throw new RecordError('range', 'option')
    return utf8Decode(bytes)
  })
  return { options, multiple, ...(closesAt === 0 ? {} : { closesAt }), ...(key === undefined ? {} : { key }) }
}

export function writeVote(vote: Vote): Bytes {
  const writer = new Writer().bool(vote.sealed !== undefined)
  if (vote.sealed !== undefined) {
    if (vote.sealed.length > MAX_SEALED_VOTE) throw new RecordError('too_large', 'vote')
    return writer.bytes16(vote.sealed).finish()
  }
  writer.u8(vote.options.length)
  for (const option of checkChoice(vote.options)) writer.u8(option)
  return writer.finish()
}

export function readVote(reader: Reader): Vote {
  if (reader.bool()) return { sealed: reader.bytes16(MAX_SEALED_VOTE) }
  const count = reader.u8()
  return { options: checkChoice(Array.from({ length: count }, () => reader.u8())) }
}

function checkChoice(options: readonly number[]): readonly number[] {
  if (options.some((option, i) => option >= MAX_OPTIONS || (i > 0 && option <= (options[i - 1] ?? 0))))
    throw new RecordError('unsorted', 'vote')
  return options
}

export function writeTally({ votes, voters }: Tally): Bytes {
  if (votes.length < 2 || votes.length > MAX_OPTIONS) throw new RecordError('range', 'tally')
  const writer = new Writer().u16(voters).u8(votes.length)
  for (const count of votes) writer.u16(count)
  return writer.finish()
}

export function readTally(reader: Reader): Tally {
  const voters = reader.u16()
  const count = reader.u8()
  if (count < 2 || count > MAX_OPTIONS) throw new RecordError('range', 'tally')
  return { voters, votes: Array.from({ length: count }, () => reader.u16()) }
}
