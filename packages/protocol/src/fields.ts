import * as z from 'zod/mini'
import { limits } from './limits.ts'

/** Text that people typed: no NUL (Postgres refuses it), no lone surrogates, trimmed length within bounds. */
export const humanText = (max: number) =>
  z.string().check(
    z.trim(),
    z.minLength(1),
    z.maxLength(max),
    z.refine((text) => !text.includes('\u0000') && text.isWellFormed(), 'no control zero, well-formed'),
  )

/** The words of a status, which may be an emoji alone. */
export const statusText = z.string().check(
  z.trim(),
  z.maxLength(limits.status),
  z.refine((text) => !text.includes('\u0000') && text.isWellFormed(), 'no control zero, well-formed'),
)

/** E.164: a plus, the country, the rest; nothing between. */
export const phoneNumber = z.string().check(z.regex(/^\+[1-9]\d{6,14}$/))

export const base64url = (maxBytes: number) =>
  z.string().check(z.regex(/^[A-Za-z0-9_-]*$/), z.maxLength(Math.ceil((maxBytes * 4) / 3)))

/**
 * One plain address. The signs by which mail programs write comments, names, groups and lists are refused: `(1)a@b.org`
 * and `a@b.org,c` would be new addresses to us and the same mailbox to them. No part of the pattern can take a sign that
 * the next one takes too: anybody may send megabytes here, and to try all ways to split them would take minutes.
 */
export const email = z.string().check(
  z.trim(),
  z.toLowerCase(),
  z.maxLength(limits.email),
  z.regex(/^[^\s@,;:<>()[\]"\\]+@[^\s@.,;:<>()[\]"\\]+(?:\.[^\s@.,;:<>()[\]"\\]+)+$/),
  z.refine((text) => !text.includes('\u0000'), 'no control zero'),
)

/** Latin letters, digits and underscores; begins with a letter; kept in lower case. */
export const nickname = z
  .string()
  .check(z.trim(), z.toLowerCase(), z.maxLength(limits.nickname), z.regex(/^[a-z][a-z0-9_]{2,31}$/))

/** Milliseconds since 1970, by the server's clock. */
export const timestamp = z.int().check(z.nonnegative())
/** Position in the log of a chat: 1, 2, 3 … without gaps. */
export const seq = z.int().check(z.nonnegative())
export const sixDigits = z.string().check(z.regex(/^[0-9]{6}$/))
