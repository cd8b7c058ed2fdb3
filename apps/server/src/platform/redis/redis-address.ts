import type { RedisOptions } from 'ioredis'
import type { ClusterAddress, RedisPlace } from './cluster-map.ts'
import type { RedisAddress } from './redis-lines.ts'

const defaultPort = 6379

/** The place that a REDIS_URL names; undefined: it names none. */
export function readRedisAddress(text: string): RedisAddress | undefined {
  if (/^rediss?\+cluster:/.test(text)) return clusterOf(text)
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
  const places = placesOf(hosts, 26_379)
  // A demoted master still takes what is published, and passes it on to nobody.
  return places && { sentinels: [...places], name, db: Number(db), failoverDetector: true, ...loginOf(login) }
}

/** Like redis+cluster://one:6379,two:6379: some of its nodes, which name the others. */
function clusterOf(text: string): ClusterAddress | undefined {
  const [, tls = '', login = '', hosts = ''] = /^redis(s?)\+cluster:\/\/(?:([^@/]*)@)?([^@/]+)\/?$/.exec(text) ?? []
  const cluster = placesOf(hosts, defaultPort)
  return cluster && { cluster, options: { ...loginOf(login), ...(tls === '' ? {} : { tls: {} }) } }
}

function placesOf(hosts: string, port: number): RedisPlace[] | undefined {
  const places = hosts.split(',').map((host) => `redis://${host}`)
  if (hosts === '' || !places.every((place) => URL.canParse(place))) return undefined
  return places.map((place) => {
    const url = new URL(place)
    return { host: bare(url.hostname), port: Number(url.port || port) }
  })
}

const loginOf = (login: string) => (login === '' ? {} : credentialsOf(new URL(`redis://${login}@any`)))

function credentialsOf({ username, password }: URL): Pick<RedisOptions, 'username' | 'password'> {
  return {
    ...(username === '' ? {} : { username: decodeURIComponent(username) }),
    ...(password === '' ? {} : { password: decodeURIComponent(password) }),
  }
}

const bare = (host: string): string => host.replace(/^\[|\]$/g, '')
