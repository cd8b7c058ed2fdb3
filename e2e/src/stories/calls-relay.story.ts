import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keepFailures } from '../harness/album.ts'
import {
  answer,
  callBrowser,
  hideAddress,
  isFree,
  press,
  readyForCalls,
  received,
  ringing,
  sees,
} from '../harness/call-steps.ts'
import { figureOf } from '../harness/figures.ts'
import type { Person } from '../harness/person.ts'
import { Server } from '../harness/server.ts'
import { Turn } from '../harness/turn.ts'
import { meet } from '../harness/two-people.ts'

const browser = callBrowser()

describe('a call through the relay alone', () => {
  let turn: Turn
  let server: Server
  let anna: Person
  let boris: Person
  const both = () => [anna, boris] as const

  beforeAll(async () => {
    turn = await Turn.start()
    server = await Server.start()
    const look = { width: 'phone', language: 'ru', scheme: 'dark' } as const
    ;[anna, boris] = await meet(browser(), server, look, 'Звоню через реле')
    for (const person of both()) {
      await readyForCalls(person)
      await hideAddress(person)
    }
  })
  afterAll(async () => {
    await server?.remove()
    await turn?.remove()
  })
  keepFailures(() => [anna, boris])

  test.each(['udp', 'tcp', 'tls'] as const)(
    'by %s: both hide their addresses, and see each other all the same',
    async (way) => {
      await server.down()
      await server.up({ TURN_URLS: turn.urls(way), TURN_SECRET: turn.secret })
      for (const { page } of both()) await page.reload()
      await boris.button('calls.video').click()
      await ringing(anna).waitFor()
      await answer(anna)
      for (const person of both()) {
        await sees(person)
        expect((await received(person.page)).map(({ path: at, relay }) => [at, relay])).toEqual([['relay', way]])
      }
      if (way === 'udp') {
        // The relay dies and comes back, and so does the call.
        await turn.kill()
        await turn.up()
        for (const person of both()) await sees(person)
      }
      await press(anna, 'end')
      for (const person of both()) await isFree(person)
      // Each of the two says how it was, without saying who, and the owner sees by which way.
      const relayed = () => figureOf(server, 'soroka_call_reports_total{mode="p2p",way="relay"}')
      await expect.poll(relayed, { timeout: 10_000 }).toBe(2)
    },
  )
})
