import { expect, onTestFinished, test } from 'vitest'
import { TestReplicas } from '../../testing/test-replicas.ts'
import { addressOf, openDatabase } from './database.ts'
import { hostUrls } from './primary.ts'

test.each([
  ['postgres://one/name', ['postgres://one/name']],
  [
    'postgres://a:b,c@one:1,[::1]:2/n?sslmode=require',
    ['postgres://a:b,c@one:1/n?sslmode=require', 'postgres://a:b,c@[::1]:2/n?sslmode=require'],
  ],
  ['postgres://one,two', ['postgres://one', 'postgres://two']],
  ['postgres://a@localhost/n?host=%2Frun', ['postgres://a@localhost/n?host=%2Frun']],
])('%s names these hosts', (url, urls) => {
  expect(hostUrls(url)).toEqual(urls)
})

test('a pool follows the primary of two, and never an older one that came back', async () => {
  const replicas = await TestReplicas.start()
  onTestFinished(() => replicas.stop())
  const database = openDatabase(await addressOf(replicas.url), { drizzle: 1, raw: 4 })
  const store = (n: number) => database.sql`INSERT INTO kept VALUES (${n})`
  await database.sql`CREATE TABLE kept (n int8 PRIMARY KEY)`
  // Both are asked for connections at once: none leads to the standby.
  await Promise.all(Array.from({ length: 40 }, (_, n) => store(n)))
  await replicas.failOver()
  await expect
    .poll(
      () =>
        store(100).then(
          () => true,
          () => false,
        ),
      { timeout: 10_000 },
    )
    .toBe(true)
  await replicas.restartOld()
  const other = openDatabase(await addressOf(replicas.url), { drizzle: 1, raw: 4 })
  for (let n = 101; n < 120; n++) await other.sql`INSERT INTO kept VALUES (${n})`
  expect((await database.sql`SELECT n FROM kept`).length).toBe(60)
  await Promise.all([database.close(), other.close()])
  await replicas.stop()
  await expect(addressOf(replicas.url)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
}, 60_000)
