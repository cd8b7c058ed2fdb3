import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { limits } from '@soroka/protocol'
import * as z from 'zod/mini'
import { readRedisAddress } from '../redis/index.ts'
import type { RedisAddress } from '../redis/index.ts'
import type { TraceConfig } from '../trace/index.ts'

const defaultFolder = fileURLToPath(new URL('../../../../../data', import.meta.url))
const defaultBackups = fileURLToPath(new URL('../../../../../backups', import.meta.url))

const flag = (pattern: RegExp, hint: string) => z.optional(z.string().check(z.regex(pattern, hint)))
const isHttp = (text: string) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)

const environment = z.object({
  HOST: flag(/^\S+$/, 'HOST is a name or an address to listen on, like localhost or 0.0.0.0'),
  PORT: flag(/^\d{1,5}$/, 'PORT is a number from 0 to 65535'),
  SOROKA_DATA: z.optional(z.string().check(z.minLength(1))),
  WEB_APP: z.optional(z.string().check(z.minLength(1))),
  DATABASE_URL: flag(/^postgres(ql)?:\/\//, 'DATABASE_URL begins with postgres://'),
  REDIS_URL: z.optional(
    z
      .string()
      .check(
        z.refine(
          (text) => readRedisAddress(text) !== undefined,
          'REDIS_URL is like redis://:secret@redis.lan:6379, redis+sentinel://one:26379,two:26379/name, or redis+cluster://one:6379,two:6379',
        ),
      ),
  ),
  SMTP_URL: flag(/^smtps?:\/\//, 'SMTP_URL begins with smtp:// or smtps://'),
  SMTP_FROM: flag(/@/, 'SMTP_FROM is an address, like "Soroka <soroka@example.org>"'),
  PUBLIC_URL: z.optional(
    z.string().check(z.refine(isHttp, 'PUBLIC_URL is the address people open, like https://chat.example.org')),
  ),
  ALLOWED_ORIGINS: z.optional(
    z
      .string()
      .check(z.refine((text) => text.split(',').every(isHttp), 'ALLOWED_ORIGINS is a list of origins, comma between')),
  ),
  TRUSTED_PROXIES: flag(
    /^[\w.:/,]+$/,
    'TRUSTED_PROXIES is a list of addresses or networks, like 10.0.0.0/8, comma between',
  ),
  SIGN_UP: z.optional(z.enum(['open', 'invite', 'closed'], 'SIGN_UP is open, invite or closed')),
  NEWCOMER_DAYS: flag(/^\d{1,2}$/, 'NEWCOMER_DAYS is a number of days, at most 30'),
  LINK_PREVIEWS: z.optional(z.enum(['on', 'off'], 'LINK_PREVIEWS is on or off')),
  FILE_QUOTA: flag(/^\d{1,15}(KiB|MiB|GiB|TiB)?$/, 'FILE_QUOTA is a size, like 10GiB'),
  FILE_DELETION_DELAY: flag(/^\d{1,5}[hd]$/, 'FILE_DELETION_DELAY is a time in hours or days, like 7d'),
  FILE_RETENTION: flag(/^\d{1,5}[hd]$/, 'FILE_RETENTION is a time in hours or days, like 365d'),
  GIF_API: z.optional(z.enum(['tenor', 'giphy'], 'GIF_API is tenor or giphy: how the provider speaks')),
  GIF_API_URL: z.optional(
    z.string().check(z.refine(isHttp, 'GIF_API_URL is the address of a provider, like https://api.giphy.com/v1')),
  ),
  GIF_API_KEY: flag(/^[\w.~-]{1,256}$/, 'GIF_API_KEY is the key that the provider gave you'),
  S3_ENDPOINT: z.optional(
    z.string().check(z.refine(isHttp, 'S3_ENDPOINT is the address of an object store, like https://s3.example.org')),
  ),
  S3_REGION: flag(/^[\w-]+$/, 'S3_REGION is a name like eu-central-1'),
  S3_BUCKET: flag(/^[\w.-]+$/, 'S3_BUCKET is the name of a bucket that exists'),
  S3_ACCESS_KEY_ID: z.optional(z.string()),
  S3_SECRET_ACCESS_KEY: z.optional(z.string()),
  TURN_URLS: flag(
    /^(stuns?|turns?):[^\s,?]+(\?transport=(udp|tcp))?(,(stuns?|turns?):[^\s,?]+(\?transport=(udp|tcp))?)*$/,
    'TURN_URLS is a list of addresses like turn:turn.example.org:3478?transport=udp, comma between',
  ),
  TURN_SECRET: flag(/^.{16,}$/, 'TURN_SECRET is the shared secret of the TURN server, of 16 characters at least'),
  LIVEKIT_URL: z.optional(
    z
      .string()
      .check(
        z.refine(
          (text) => URL.canParse(text) && /^wss?:$/.test(new URL(text).protocol),
          'LIVEKIT_URL is the address of a LiveKit server that browsers use, like wss://livekit.example.org',
        ),
      ),
  ),
  LIVEKIT_API_KEY: flag(/^[\w.~-]{1,128}$/, 'LIVEKIT_API_KEY is the name of a key of the LiveKit server'),
  LIVEKIT_API_SECRET: flag(
    /^.{32,}$/,
    'LIVEKIT_API_SECRET is the secret that belongs to LIVEKIT_API_KEY, of 32 characters at least',
  ),
  PUSH_INTERNAL_SERVICES: flag(
    /^[\w.[\]:-]+(,[\w.[\]:-]+)*$/,
    'PUSH_INTERNAL_SERVICES is a list like push.lan:8443, comma between',
  ),
  METRICS_ADDRESS: flag(
    /^[\w.-]+:\d{1,5}$|^\[[\da-f:]+\]:\d{1,5}$/i,
    'METRICS_ADDRESS is an address and a port, like 0.0.0.0:9464',
  ),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.optional(
    z
      .string()
      .check(z.refine(isHttp, 'OTEL_EXPORTER_OTLP_ENDPOINT is the address of a collector, like http://otel.lan:4318')),
  ),
  OTEL_TRACES_SAMPLER_ARG: flag(
    /^(0(\.\d{1,6})?|1(\.0+)?)$/,
    'OTEL_TRACES_SAMPLER_ARG is a share from 0 to 1, like 0.1',
  ),
  BACKUP_TO: z.optional(z.string().check(z.minLength(1))),
  BACKUP_EVERY: flag(/^(off|[1-9]\d{0,4}[hd])$/, 'BACKUP_EVERY is a time in hours or days, like 24h, or off'),
  BACKUP_KEEP: flag(/^[1-9]\d{0,4}$/, 'BACKUP_KEEP is a number from 1: so many backups stay'),
  LOG_LEVEL: z.optional(
    z.enum(['debug', 'info', 'warn', 'error', 'silent'], 'LOG_LEVEL is debug, info, warn, error or silent'),
  ),
})

export interface Config {
  readonly host: string
  readonly port: number
  /** Absolute path of the one folder that holds everything. */
  readonly dataFolder: string
  /** Absolute path of a web app that was built elsewhere; undefined: the one of this checkout. */
  readonly webApp: string | undefined
  readonly databaseUrl: string | undefined
  /** What several nodes share; undefined: this one is alone. */
  readonly redis: RedisAddress | undefined
  readonly smtpUrl: string | undefined
  readonly mailFrom: string
  /** Origin that people open, without a slash at its end; undefined: whatever address they came by. */
  readonly publicUrl: string | undefined
  /** Other origins that may use the cookie and the socket (a development server of the web app). */
  readonly allowedOrigins: readonly string[]
  /** Addresses whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly string[]
  /** Who may sign up until the owner says so at the desk. */
  readonly signUp: 'open' | 'invite' | 'closed'
  /** Whether the server fetches pages for people who are about to send their address (R19). */
  readonly linkPreviews: boolean
  /** For how many days an account is new, until the desk says so; 0: none is. */
  readonly newcomerDays: number
  /** Bytes of files that one person may hold. */
  readonly fileQuota: number
  /** How much longer than its last message a file lives, in ms (R11). */
  readonly fileDeletionDelay: number
  /** How old a message may be that still gives out its files, in ms; undefined: any age. */
  readonly fileRetention: number | undefined
  /** Who finds GIFs for people; undefined: nobody, and no search is offered. */
  readonly gifs: GifConfig | undefined
  /** The bucket that holds the files; undefined: the data folder does. */
  readonly s3: S3Config | undefined
  /** What helps devices to find each other for calls; undefined: they find each other in one network only. */
  readonly turn: TurnConfig | undefined
  /** What passes on the media of calls of groups; undefined: their devices send to each other. */
  readonly livekit: LiveKitConfig | undefined
  /** host:port of push services inside this network that may be asked all the same (S9). */
  readonly internalPushServices: readonly string[]
  /** Where a Prometheus on another machine reads the figures; undefined: only programs of this machine do, at /metrics. */
  readonly metrics: { readonly host: string; readonly port: number } | undefined
  /** Where traces go; undefined: nowhere. */
  readonly tracing: TraceConfig | undefined
  readonly backups: BackupConfig
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
}

export interface BackupConfig {
  /** Absolute path of the folder that they go to. */
  readonly to: string
  /** How old the newest may become, in ms; undefined: the server makes none by itself. */
  readonly every: number | undefined
  readonly keep: number
}

export interface GifConfig {
  readonly kind: 'tenor' | 'giphy'
  readonly url: string
  readonly key: string
}

export interface TurnConfig {
  /** stun: and turn: addresses. */
  readonly urls: readonly string[]
  /** What credentials are made of; undefined: there is no turn: address. */
  readonly secret: string | undefined
}

export interface LiveKitConfig {
  /** ws: or wss:, as browsers reach it; its API answers at the same place. */
  readonly url: string
  readonly key: string
  readonly secret: string
}

export interface S3Config {
  /** Undefined: Amazon's own. */
  readonly endpoint: string | undefined
  readonly region: string
  readonly bucket: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/** A mistake in the environment; its message is for the person who started the server. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/** Reads the environment; empty values count as absent. Throws a ConfigError that names every wrong variable. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = environment.safeParse(set)
  if (!parsed.success)
    throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'))
  const from = parsed.data
  const port = Number(from.PORT ?? 8080)
  if (port > 65_535) throw new ConfigError('PORT: PORT is a number from 0 to 65535')
  const publicUrl = from.PUBLIC_URL === undefined ? undefined : new URL(from.PUBLIC_URL)
  return {
    host: from.HOST ?? 'localhost',
    port,
    dataFolder: resolve(from.SOROKA_DATA ?? defaultFolder),
    webApp: from.WEB_APP === undefined ? undefined : resolve(from.WEB_APP),
    databaseUrl: from.DATABASE_URL,
    redis: from.REDIS_URL === undefined ? undefined : readRedisAddress(from.REDIS_URL),
    smtpUrl: from.SMTP_URL,
    mailFrom: from.SMTP_FROM ?? `Soroka <soroka@${publicUrl?.hostname ?? 'localhost'}>`,
    publicUrl: publicUrl?.origin,
    allowedOrigins: (from.ALLOWED_ORIGINS ?? '')
      .split(',')
      .filter(Boolean)
      .map((text) => new URL(text).origin),
    trustedProxies: ['loopback', ...(from.TRUSTED_PROXIES ?? '').split(',').filter(Boolean)],
    signUp: from.SIGN_UP ?? 'open',
    linkPreviews: from.LINK_PREVIEWS !== 'off',
    newcomerDays: Math.min(limits.newcomerDays, Number(from.NEWCOMER_DAYS ?? 3)),
    fileQuota: bytesOf(from.FILE_QUOTA ?? '10GiB'),
    fileDeletionDelay: msOf(from.FILE_DELETION_DELAY ?? '7d'),
    fileRetention: from.FILE_RETENTION === undefined ? undefined : msOf(from.FILE_RETENTION),
    gifs: gifsOf(from),
    s3: s3Of(from),
    turn: turnOf(from),
    livekit: livekitOf(from),
    internalPushServices: (from.PUSH_INTERNAL_SERVICES ?? '').split(',').filter(Boolean),
    metrics: metricsOf(from),
    tracing: tracingOf(from),
    backups: {
      to: resolve(from.BACKUP_TO ?? defaultBackups),
      every: from.BACKUP_EVERY === 'off' ? undefined : msOf(from.BACKUP_EVERY ?? '24h'),
      keep: Number(from.BACKUP_KEEP ?? 7),
    },
    logLevel: from.LOG_LEVEL ?? 'warn',
  }
}

function metricsOf({ METRICS_ADDRESS }: z.infer<typeof environment>): Config['metrics'] {
  if (METRICS_ADDRESS === undefined) return undefined
  const { hostname, port } = new URL(`http://${METRICS_ADDRESS}`)
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 80) }
}

function tracingOf(from: z.infer<typeof environment>): TraceConfig | undefined {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_TRACES_SAMPLER_ARG: share = '1' } = from
  return endpoint === undefined ? undefined : { endpoint, share: Number(share) }
}

function bytesOf(size: string): number {
  const unit = ['KiB', 'MiB', 'GiB', 'TiB'].findIndex((name) => size.endsWith(name)) + 1
  return Number.parseInt(size, 10) * 1024 ** unit
}

function msOf(time: string): number {
  return Number.parseInt(time, 10) * (time.endsWith('d') ? 86_400_000 : 3_600_000)
}

/** Address and key, or no search at all. */
function gifsOf({ GIF_API, GIF_API_URL, GIF_API_KEY }: z.infer<typeof environment>): GifConfig | undefined {
  if (GIF_API === undefined && GIF_API_URL === undefined && GIF_API_KEY === undefined) return undefined
  if (GIF_API_URL === undefined || GIF_API_KEY === undefined)
    throw new ConfigError('GIF_API_URL: GIF_API_URL and GIF_API_KEY go together')
  return { kind: GIF_API ?? 'tenor', url: GIF_API_URL, key: GIF_API_KEY }
}

/** A relay lets in only who has credentials, and those are made of the secret (S14). */
function turnOf({ TURN_URLS, TURN_SECRET }: z.infer<typeof environment>): TurnConfig | undefined {
  const urls = TURN_URLS?.split(',') ?? []
  const hasRelay = urls.some((url) => url.startsWith('turn'))
  if (hasRelay && TURN_SECRET === undefined)
    throw new ConfigError('TURN_SECRET: turn: addresses in TURN_URLS need the TURN_SECRET of that server')
  if (!hasRelay && TURN_SECRET !== undefined)
    throw new ConfigError('TURN_URLS: TURN_SECRET needs turn: addresses in TURN_URLS')
  return urls.length === 0 ? undefined : { urls, secret: TURN_SECRET }
}

function livekitOf(from: z.infer<typeof environment>): LiveKitConfig | undefined {
  const { LIVEKIT_URL, LIVEKIT_API_KEY, LIVEKIT_API_SECRET } = from
  if (LIVEKIT_URL === undefined && LIVEKIT_API_KEY === undefined && LIVEKIT_API_SECRET === undefined) return undefined
  if (LIVEKIT_URL === undefined || LIVEKIT_API_KEY === undefined || LIVEKIT_API_SECRET === undefined)
    throw new ConfigError('LIVEKIT_URL: LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET go together')
  return { url: LIVEKIT_URL, key: LIVEKIT_API_KEY, secret: LIVEKIT_API_SECRET }
}

/** All of it or nothing: files that went to the wrong place would be found out late. */
function s3Of(from: z.infer<typeof environment>): S3Config | undefined {
  const { S3_ENDPOINT, S3_REGION, S3_BUCKET, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = from
  const any = [S3_ENDPOINT, S3_REGION, S3_BUCKET, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY].some(
    (one) => one !== undefined,
  )
  if (!any) return undefined
  if (S3_BUCKET === undefined || S3_ACCESS_KEY_ID === undefined || S3_SECRET_ACCESS_KEY === undefined)
    throw new ConfigError('S3_BUCKET: S3_BUCKET, S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY go together')
  return {
    endpoint: S3_ENDPOINT,
    region: S3_REGION ?? 'us-east-1',
    bucket: S3_BUCKET,
    accessKeyId: S3_ACCESS_KEY_ID,
    secretAccessKey: S3_SECRET_ACCESS_KEY,
  }
}

/** Whether only this machine reaches the server: no domain, and it listens on loopback (S22). */
export function isPrivate(config: Pick<Config, 'host' | 'publicUrl'>): boolean {
  return isLoopback(config.host) && (config.publicUrl === undefined || isLoopback(new URL(config.publicUrl).hostname))
}

/** localhost, 127.0.0.0/8 or ::1, also in brackets. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase()
  if (bare === 'localhost' || bare === '::1') return true
  const v4 = bare.replace(/^::ffff:/, '')
  return isIP(v4) === 4 && v4.startsWith('127.')
}
