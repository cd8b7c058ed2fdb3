import postgres from 'postgres'

export interface PostgresPlace {
  readonly host: string
  readonly port: number
}

/** A host that says nothing for so long (s) is none. */
const PATIENCE = 1

/** The hosts of an address like postgres://user@one:5432,two/name, each as an address of its own: `URL` reads only one. */
export function hostUrls(url: string): string[] {
  const [, before = '', hosts = '', after = ''] = /^(\w+:\/\/(?:[^@/?]*@)?)([^/?]*)(.*)$/s.exec(url) ?? []
  return hosts.split(',').map((host) => before + host + after)
}

/**
 * Which of several hosts takes writes. postgres.js can look for it by itself, and was seen to write to a standby
 * all the same; and of two that take writes, after a promotion that the older one did not notice, it takes any.
 */
export class Primary {
  /** One of each, which postgres.js reads whenever it connects: they are changed in place. */
  readonly host: [string]
  readonly port: [number]
  readonly #urls: readonly string[]
  #isLooking = false

  private constructor(urls: readonly string[], { host, port }: PostgresPlace) {
    this.#urls = urls
    this.host = [host]
    this.port = [port]
  }

  /** Rejects when none of them is. */
  static async find(urls: readonly string[]): Promise<Primary> {
    return new Primary(urls, await ask(urls))
  }

  /** A connection to it failed, or ended: maybe with its server. Whoever connects next may have to try again. */
  readonly doubt = (): void => {
    if (this.#isLooking) return
    this.#isLooking = true
    ask(this.#urls)
      .then(({ host, port }) => {
        this.host[0] = host
        this.port[0] = port
      })
      // There is none at the moment: the next connection that fails asks again.
      .catch(() => undefined)
      .finally(() => (this.#isLooking = false))
  }
}

async function ask(urls: readonly string[]): Promise<PostgresPlace> {
  const answers = await Promise.all(urls.map((url) => askOne(url).catch(() => undefined)))
  // The timeline rises with each promotion.
  const [newest] = answers.filter((answer) => answer !== undefined).toSorted((a, b) => b.timeline - a.timeline)
  if (newest !== undefined) return newest
  throw Object.assign(new Error('no host of DATABASE_URL takes writes'), { code: 'ECONNREFUSED' })
}

/** Undefined: it is a standby. */
async function askOne(url: string): Promise<(PostgresPlace & { timeline: number }) | undefined> {
  const options = { max: 1, connect_timeout: PATIENCE, fetch_types: false, onnotice: () => undefined }
  const sql = postgres({
    ...options,
    ...optionsOf(url),
    connection: { application_name: 'soroka', statement_timeout: 1000 },
  })
  try {
    const [row] = await sql<{ timeline: string }[]>`
      SELECT left(pg_walfile_name(pg_current_wal_lsn()), 8) AS timeline WHERE NOT pg_is_in_recovery()`
    const { host, port } = optionsOf(url)
    return row && { host, port, timeline: Number.parseInt(row.timeline, 16) }
  } finally {
    await sql.end({ timeout: 0 })
  }
}

/** postgres.js takes the parts of a URL as options too. */
export function optionsOf(text: string) {
  const url = new URL(text)
  const mode = url.searchParams.get('sslmode')
  return {
    host: decodeURIComponent(url.searchParams.get('host') ?? url.hostname).replace(/^\[|\]$/g, ''),
    port: Number(url.port || 5432),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: decodeURIComponent(url.pathname.slice(1)) || decodeURIComponent(url.username),
    ...(mode === null || mode === 'disable'
      ? {}
      : { ssl: mode === 'verify-full' ? ('verify-full' as const) : ('require' as const) }),
  }
}
