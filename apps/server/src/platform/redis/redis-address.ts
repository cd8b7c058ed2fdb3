import type { RedisOptions } from 'ioredis'

const defaultPort = 6379

/** The place that a REDIS_URL names; undefined: it names none. */
export function readRedisAddress(text: string): RedisOptions | undefined {
  if (!URL.canParse(text)) return text.startsWith('redis+sentinel:') ? sentinelsOf(text) : undefined
  const url = new URL(text)
  if (url.protocol === 'redis+sentinel:') return sentinelsOf(text)
  if (!/^rediss?:$/.test(url.protocol) || url.hostname === '' || !/^(\/\d*)?$/.test(url.pathname)) return undefined
  return {
    host: bare(url.hostname),
    port: url.port === '' ? defaultPort : Number(url.port),
    db: Number(url.pathname.slice(1)),
    ...credentialsOf(url),
    ...(url.protocol === 'rediss:' ? { tls: {} } : {}),
  }
}

/** Like redis+sentinel://one:26379,two:26379/name: several hosts are more than `URL` reads. */
function sentinelsOf(text: string): RedisOptions | undefined {
  const [, login = '', hosts = '', name = '', db = '0'] =
    /^redis\+sentinel:\/\/(?:([^@/]*)@)?([^@/]+)\/([\w.-]+)(?:\/(\d+))?$/.exec(text) ?? []
  const places = hosts.split(',').map((host) => `redis://${login === '' ? '' : `${login}@`}${host}`)
  if (hosts === '' || !places.every((place) => URL.canParse(place))) return undefined
  const urls = places.map((place) => new URL(place))
  const sentinels = urls.map(({ hostname, port }) => ({ host: bare(hostname), port: Number(port || 26_379) }))
  // A demoted master still takes what is published, and passes it on to nobody.
  return { sentinels, name, db: Number(db), failoverDetector: true, ...(urls[0] && credentialsOf(urls[0])) }
}

function credentialsOf({ username, password }: URL): Pick<RedisOptions, 'username' | 'password'> {
  return {
    ...(username === '' ? {} : { username: decodeURIComponent(username) }),
    ...(password === '' ? {} : { password: decodeURIComponent(password) }),
  }
}

const bare = (host: string): string => host.replace(/^\[|\]$/g, '')
