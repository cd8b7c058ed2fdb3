// The age format (age-encryption.org/v1), so that `age` itself opens what we wrote.
import { Readable } from 'node:stream'
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption'
import { CopyError } from '../copying/index.ts'

export interface KeyPair {
  /** Opens; AGE-SECRET-KEY-… */
  readonly identity: string
  /** Seals only; age1… */
  readonly recipient: string
}

export async function makeKeyPair(): Promise<KeyPair> {
  const identity = await generateX25519Identity()
  return { identity, recipient: await identityToRecipient(identity) }
}

/** Sealed to all of them: each opens it alone. */
export async function seal(plain: AsyncIterable<unknown>, recipients: readonly string[]): Promise<Readable> {
  const encrypter = new Encrypter()
  for (const recipient of recipients) encrypter.addRecipient(recipient)
  return Readable.fromWeb(await encrypter.encrypt(asBytes(plain)))
}

/** @throws CopyError DAMAGED for another key; what was changed or cut off fails while it is read */
export async function unseal(sealed: AsyncIterable<unknown>, identity: string): Promise<Readable> {
  const decrypter = new Decrypter()
  try {
    decrypter.addIdentity(identity.trim())
    return Readable.fromWeb(await decrypter.decrypt(asBytes(sealed)))
  } catch (error) {
    throw new CopyError('DAMAGED', 'It does not open: another key, or no backup.', { cause: error })
  }
}

// The library tells views of memory from copies: a Buffer of a pool is neither.
function asBytes(chunks: AsyncIterable<unknown>): ReadableStream<Uint8Array> {
  return ReadableStream.from(
    (async function* () {
      for await (const chunk of chunks) yield new Uint8Array(chunk as Buffer)
    })(),
  )
}
