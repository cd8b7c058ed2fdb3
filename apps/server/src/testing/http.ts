/** An answer of the server, whatever its status. */
export interface Answer<T = Record<string, unknown>> {
  readonly status: number
  readonly headers: Headers
  readonly body: T
  /** The code of an error. */
  readonly code: string | undefined
}

export interface RequestOptions {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON; a string is sent as it is. */
  readonly body?: unknown
  readonly token?: string | undefined
}

/** Asks and parses; never throws for a status. */
export async function ask<T = Record<string, unknown>>(url: string, options: RequestOptions = {}): Promise<Answer<T>> {
  const { body, token } = options
  const response = await fetch(url, {
    method: options.method ?? (body === undefined ? 'GET' : 'POST'),
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...options.headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    redirect: 'manual',
  })
  const text = await response.text()
  const parsed = parse(text)
  const code = typeof parsed === 'object' && parsed !== null && 'code' in parsed ? String(parsed.code) : undefined
  return { status: response.status, headers: response.headers, body: parsed as T, code }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
