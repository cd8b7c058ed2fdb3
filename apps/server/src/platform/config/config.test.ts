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
    databaseUrl: undefined,
  })
  expect(config.dataFolder).toMatch(/\/data$/)
  expect(isPrivate(config)).toBe(true)
})

test('every mistake is named in one message', () => {
  const wrong = {
    PORT: 'eighty',
    DATABASE_URL: 'mysql://x',
    SMTP_URL: 'http://x',
    PUBLIC_URL: 'chat.example.org',
    LOG_LEVEL: 'loud',
    SIGN_UP: 'yes',
    LINK_PREVIEWS: 'no',
  }
  expect(() => readConfig(wrong)).toThrow(ConfigError)
  try {
    readConfig(wrong)
  } catch (error) {
    for (const name of Object.keys(wrong)) expect(String(error)).toContain(name)
  }
  expect(() => readConfig({ PORT: '70000' })).toThrow('65535')
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
