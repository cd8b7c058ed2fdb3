import { expect, test } from 'vitest'
import { ConfigError, isLoopback, isPrivate, readConfig } from './index.ts'

test('without any variable the server is at localhost:8080, for this machine only', () => {
  const config = readConfig({})
  expect(config).toMatchObject({
    host: 'localhost',
    port: 8080,
    publicUrl: undefined,
    signUp: 'open',
    linkPreviews: true,
    newcomerDays: 3,
    databaseUrl: undefined,
  })
  expect(config.dataFolder).toMatch(/\/data$/)
  expect(isPrivate(config)).toBe(true)
})

test('every mistake is named in one message', () => {
  const wrong = {
    PORT: 'eighty',
    DATABASE_URL: 'mysql://x',
    REDIS_URL: 'redis.lan:6379',
    SMTP_URL: 'http://x',
    PUBLIC_URL: 'chat.example.org',
    LOG_LEVEL: 'loud',
    SIGN_UP: 'yes',
    LINK_PREVIEWS: 'no',
    NEWCOMER_DAYS: 'three',
    FILE_QUOTA: '10 GB',
    FILE_DELETION_DELAY: 'a week',
    FILE_RETENTION: 'a year',
    GIF_API: 'bing',
    GIF_API_URL: 'api.giphy.com',
    S3_ENDPOINT: 's3.example.org',
  }
  expect(() => readConfig(wrong)).toThrow(ConfigError)
  try {
    readConfig(wrong)
  } catch (error) {
    for (const name of Object.keys(wrong)) expect(String(error)).toContain(name)
  }
  expect(() => readConfig({ PORT: '70000' })).toThrow('65535')
})

test('a provider of GIFs has an address and a key, or there is none', () => {
  const both = { GIF_API_URL: 'https://api.giphy.com/v1', GIF_API_KEY: 'k' }
  expect(readConfig(both).gifs).toEqual({ kind: 'tenor', url: both.GIF_API_URL, key: 'k' })
  expect(readConfig({ ...both, GIF_API: 'giphy' }).gifs?.kind).toBe('giphy')
  expect(readConfig({}).gifs).toBeUndefined()
  expect(() => readConfig({ GIF_API_KEY: 'k' })).toThrow('GIF_API_URL')
})

test('empty variables count as absent, addresses are cut to their origin', () => {
  expect(readConfig({ LINK_PREVIEWS: 'off' }).linkPreviews).toBe(false)
  expect(readConfig({ PORT: '', HOST: '' })).toMatchObject({ host: 'localhost', port: 8080 })
  const config = readConfig({
    PUBLIC_URL: 'https://chat.example.org/some/',
    ALLOWED_ORIGINS: 'http://localhost:5173/,https://b.example',
  })
  expect(config).toMatchObject({
    publicUrl: 'https://chat.example.org',
    allowedOrigins: ['http://localhost:5173', 'https://b.example'],
  })
  expect(isPrivate(config)).toBe(false)
})

test.each([
  ['localhost', true],
  ['127.0.0.1', true],
  ['127.9.9.9', true],
  ['::1', true],
  ['[::1]', true],
  ['::ffff:127.0.0.1', true],
  ['0.0.0.0', false],
  ['::', false],
  ['192.168.1.2', false],
  ['127.0.0.1.evil.example', false],
  ['localhost.evil.example', false],
])('S22 %s is loopback: %s', (host, loopback) => {
  expect(isLoopback(host)).toBe(loopback)
})

test('sizes and times of files have units, and a bucket needs its keys', () => {
  expect(readConfig({})).toMatchObject({ fileQuota: 10 * 1024 ** 3, fileDeletionDelay: 7 * 86_400_000, s3: undefined })
  expect(readConfig({}).fileRetention).toBeUndefined()
  expect(readConfig({ FILE_QUOTA: '512MiB', FILE_DELETION_DELAY: '36h', FILE_RETENTION: '90d' })).toMatchObject({
    fileRetention: 90 * 86_400_000,
    fileQuota: 512 * 1024 ** 2,
    fileDeletionDelay: 36 * 3_600_000,
  })
  expect(readConfig({ FILE_QUOTA: '1000' }).fileQuota).toBe(1000)
  const bucket = { S3_BUCKET: 'files', S3_ACCESS_KEY_ID: 'a', S3_SECRET_ACCESS_KEY: 'b' }
  expect(readConfig(bucket).s3).toMatchObject({ endpoint: undefined, region: 'us-east-1', bucket: 'files' })
  expect(() => readConfig({ ...bucket, S3_SECRET_ACCESS_KEY: '' })).toThrow('go together')
  expect(() => readConfig({ S3_ENDPOINT: 'https://s3.example.org' })).toThrow('go together')
})

test('S14 a relay goes together with its secret, and what is no address of one is told', () => {
  expect(readConfig({}).turn).toBeUndefined()
  const urls = 'stun:t.example.org,turn:t.example.org:3478?transport=udp,turns:[2001:db8::1]:5349?transport=tcp'
  expect(readConfig({ TURN_URLS: urls, TURN_SECRET: 'sixteen letters!' }).turn).toEqual({
    urls: urls.split(','),
    secret: 'sixteen letters!',
  })
  expect(readConfig({ TURN_URLS: 'stun:t.example.org' }).turn).toMatchObject({ secret: undefined })
  for (const [env, told] of [
    [{ TURN_URLS: urls }, 'TURN_SECRET'],
    [{ TURN_SECRET: 'sixteen letters!' }, 'TURN_URLS'],
    [{ TURN_URLS: 'stun:t.example.org', TURN_SECRET: 'sixteen letters!' }, 'TURN_URLS'],
    [{ TURN_URLS: urls, TURN_SECRET: 'short' }, '16 characters'],
    [{ TURN_URLS: 'https://t.example.org' }, 'turn:turn.example.org'],
    [{ TURN_URLS: 'turn:a b', TURN_SECRET: 'sixteen letters!' }, 'turn:turn.example.org'],
  ] as const)
    expect(() => readConfig(env)).toThrow(told)
})

test('a LiveKit server goes together with its key, and what is no address of one is told', () => {
  expect(readConfig({}).livekit).toBeUndefined()
  const secret = 'thirty-two letters, or a few more'
  const all = { LIVEKIT_URL: 'wss://livekit.example.org', LIVEKIT_API_KEY: 'soroka', LIVEKIT_API_SECRET: secret }
  expect(readConfig(all).livekit).toEqual({ url: 'wss://livekit.example.org', key: 'soroka', secret })
  for (const name of Object.keys(all)) expect(() => readConfig({ ...all, [name]: '' })).toThrow('go together')
  expect(() => readConfig({ ...all, LIVEKIT_URL: 'https://livekit.example.org' })).toThrow('wss://livekit.example.org')
  expect(() => readConfig({ ...all, LIVEKIT_API_SECRET: 'short' })).toThrow('32 characters')
})
