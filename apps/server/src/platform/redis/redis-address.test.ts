import { expect, test } from 'vitest'
import { readRedisAddress } from './redis-address.ts'

const secret = 'p%40ss'

test.each([
  ['redis://redis.lan', { host: 'redis.lan', port: 6379, db: 0 }],
  ['redis://redis.lan:6380/2', { host: 'redis.lan', port: 6380, db: 2 }],
  ['rediss://[::1]:6380', { host: '::1', port: 6380, db: 0, tls: {} }],
  [`redis://anna:${secret}@redis.lan`, { host: 'redis.lan', port: 6379, db: 0, username: 'anna', password: 'p@ss' }],
  [
    `redis+sentinel://:${secret}@one:26380,two/main/1`,
    {
      sentinels: [
        { host: 'one', port: 26_380 },
        { host: 'two', port: 26_379 },
      ],
      name: 'main',
      db: 1,
      failoverDetector: true,
      password: 'p@ss',
    },
  ],
  [
    'redis+cluster://one,[::1]:6380',
    {
      cluster: [
        { host: 'one', port: 6379 },
        { host: '::1', port: 6380 },
      ],
      options: {},
    },
  ],
  [
    `rediss+cluster://anna:${secret}@one:7000`,
    { cluster: [{ host: 'one', port: 7000 }], options: { username: 'anna', password: 'p@ss', tls: {} } },
  ],
])('%s is a place', (text, place) => {
  expect(readRedisAddress(text)).toEqual(place)
})

test.each([
  '',
  'redis.lan:6379',
  'http://redis.lan',
  'redis://',
  'redis://redis.lan/x',
  'redis+sentinel://one:26379',
  'redis+cluster://',
  'redis+cluster://one/2',
  'redis+cluster://one:x',
])('%s is none', (text) => {
  expect(readRedisAddress(text)).toBeUndefined()
})
