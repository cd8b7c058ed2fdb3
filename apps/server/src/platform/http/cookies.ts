/** Parses a Cookie header (RFC 6265); of a repeated name the first counts, as it has the longest path. */
export function parseCookies(header: string | undefined): ReadonlyMap<string, string> {
  const cookies = new Map<string, string>()
  for (const part of (header ?? '').split(';')) {
    const at = part.indexOf('=')
    const name = part.slice(0, at).trim()
    if (at > 0 && !cookies.has(name)) cookies.set(name, part.slice(at + 1).trim())
  }
  return cookies
}

export interface CookieOptions {
  readonly path: string
  readonly secure: boolean
  /** Seconds; 0 removes the cookie. */
  readonly maxAge: number
}

/** A Set-Cookie value that scripts can't read and other sites can't send (S3). */
export function httpOnlyCookie(name: string, value: string, options: CookieOptions): string {
  const secure = options.secure ? '; Secure' : ''
  return `${name}=${value}; Path=${options.path}; Max-Age=${options.maxAge}; HttpOnly; SameSite=Strict${secure}`
}
