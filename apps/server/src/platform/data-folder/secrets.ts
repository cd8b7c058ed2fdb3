import { randomBytes } from 'node:crypto'
import { chmod, readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { makeVapidKey } from '../keys/index.ts'
import { writeDurably } from './durable-file.ts'
import { isSystemError, StartError } from './start-error.ts'

const key = z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/, 'must be 32 bytes as base64url'))

/** What the server must keep secret and never lose. Keys are 32 bytes as base64url. */
export const Secrets = z.object({
  /** Signs access tokens (HMAC-SHA-256). */
  jwtKey: key,
  /** Derives the answers given for addresses that have no account, so that they look like any other. */
  enumerationKey: key,
  /** Keys the hashes of refresh tokens, e-mail codes and other things that are only compared. */
  tokenHashKey: key,
  /** The server's part of OPAQUE, as its library writes it. Without it no password opens anything. */
  opaqueServerSetup: z.string().check(z.minLength(1)),
  /** Signs pushes (P-256, RFC 8292). With another one every device has to subscribe anew. */
  vapidKey: key,
})
export type Secrets = z.infer<typeof Secrets>

/** Fresh secrets; the OPAQUE set-up comes from its library, which this folder does not know. */
export function makeSecrets(opaqueServerSetup: string): Secrets {
  const fresh = () => randomBytes(32).toString('base64url')
  return { jwtKey: fresh(), enumerationKey: fresh(), tokenHashKey: fresh(), opaqueServerSetup, ...laterSecrets() }
}

/** Secrets that folders of older versions do not hold yet: nothing was made with them there. */
export function laterSecrets(): Pick<Secrets, 'vapidKey'> {
  return { vapidKey: makeVapidKey().toString('base64url') }
}

/**
 * Reads `secrets.json` in `folder`; on the first start makes it with `make`, mode 600, on disk before this returns.
 * The caller holds the folder's lock. A damaged file is never replaced: it may still be mended from a backup. What an
 * older version did not know (`later`) is added to it.
 * @throws StartError SECRETS_BROKEN, whose message names fields but no values.
 */
export async function loadSecrets<T>(
  folder: string,
  schema: z.ZodType<T>,
  make: () => Promise<T> | T,
  later: () => Partial<T> = () => ({}),
): Promise<T> {
  const file = path.join(folder, 'secrets.json')
  const text = await readExisting(file)
  if (text === undefined) {
    const made = schema.parse(await make())
    await writeDurably(file, `${JSON.stringify(made, null, 2)}\n`, 0o600)
    return made
  }
  await chmod(file, 0o600)
  const given = parseJson(text)
  const parsed = schema.safeParse(given)
  if (parsed.success) return parsed.data
  const grown = schema.safeParse(typeof given === 'object' ? { ...later(), ...given } : given)
  if (grown.success) {
    await writeDurably(file, `${JSON.stringify(grown.data, null, 2)}\n`, 0o600)
    return grown.data
  }
  const fields = [...new Set(parsed.error.issues.map((issue) => issue.path.join('.') || 'the whole file'))]
  throw new StartError(
    'SECRETS_BROKEN',
    `${file} is damaged (${fields.join(', ')}). Put it back from a backup: without it no one can sign in.`,
  )
}

async function readExisting(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return undefined
    throw new StartError('DATA_NOT_YOURS', `${file} cannot be read by this user`, { cause: error })
  }
}

/** The value, or undefined for what is not JSON: the schema then refuses it without quoting it. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
