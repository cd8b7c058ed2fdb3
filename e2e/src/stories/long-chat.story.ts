import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keepFailures } from '../harness/album.ts'
import { oneBrowser } from '../harness/chromium.ts'
import { phoneByNight } from '../harness/looks.ts'
import type { Person } from '../harness/person.ts'
import { Server } from '../harness/server.ts'
import { keepEngine, talk } from '../harness/talk.ts'
import { meet } from '../harness/two-people.ts'

const told = 200
const wheel = 150

const tale = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, n) => `Tale ${from + n}. ${'Once more. '.repeat(((from + n) * 7) % 9)}`)

const browser = oneBrowser()

describe.each(phoneByNight)('a long chat is read: $width, $language, $scheme', (width) => {
  let server: Server
  let anna: Person
  let boris: Person

  /** Where a bubble stands on the screen, in px: the one with this text, or any in sight. */
  const look = () =>
    anna.page.evaluate(() => {
      const bubbles = [...document.querySelectorAll('[data-message]')].map((bubble) => ({
        text: /Tale \d+\.|hello/.exec(bubble.textContent)?.[0] ?? '',
        y: bubble.getBoundingClientRect().top,
      }))
      const scroller = document.querySelector('[data-message]')?.closest('[role=presentation]')
      return { bubbles, above: scroller?.scrollTop ?? -1 }
    })
  const at = async (text: string) => (await look()).bubbles.find((one) => one.text === text)?.y ?? NaN
  const inSight = async () => {
    const one = (await look()).bubbles.find(({ y }) => y > 250 && y < 450)
    if (one === undefined) throw new Error('nothing in sight')
    return one
  }
  const down = () => {
    const five = width.language === 'ru' ? 'messages.toEnd_many' : 'messages.toEnd_other'
    return anna.page.getByRole('button', { name: anna.say(five, { count: 5 }), exact: true })
  }
  const turn = async (px: number) => {
    await anna.page.mouse.wheel(0, px)
    await anna.page.waitForTimeout(300)
  }
  const overFeed = async () => {
    const box = await anna.page.getByRole('list', { name: anna.say('messages.list') }).boundingBox()
    await anna.page.mouse.move((box?.x ?? 0) + (box?.width ?? 0) / 2, 400)
  }

  beforeAll(async () => {
    server = await Server.start()
    ;[anna, boris] = await meet(browser(), server, width, 'hello')
    await keepEngine(boris)
    await boris.field('messages.field').waitFor()
    await talk(boris, tale(0, told))
    await boris.marked(`Tale ${told - 1}.`, 'read')
  })
  afterAll(async () => {
    await server?.remove()
  })
  keepFailures(() => [anna, boris].filter(Boolean))

  test('it opens at the end, and the wheel moves it by exactly what it says', async () => {
    await anna.sees(`Tale ${told - 1}.`)
    await overFeed()
    for (let turns = 0; turns < 20; turns++) {
      const { text, y } = await inSight()
      await turn(-wheel)
      expect(await at(text), `${text} after turn ${turns}`).toBeCloseTo(y + wheel, 0)
    }
  })

  test('what comes meanwhile moves nothing, and is counted', async () => {
    const { text, y } = await inSight()
    await talk(boris, tale(told, told + 5))
    await down().waitFor()
    expect(await at(text)).toBeCloseTo(y, 0)
  })

  test('the button leads to the end, and from there one stays with what comes', async () => {
    await down().click()
    await anna.sees(`Tale ${told + 4}.`)
    await talk(boris, tale(told + 5, told + 8))
    const last = anna.message(`Tale ${told + 7}.`)
    await last.waitFor()
    await expect
      .poll(async () => await last.evaluate((bubble) => bubble.getBoundingClientRect().bottom < innerHeight))
      .toBe(true)
  })

  test('up to the very first word, and down again', async () => {
    await overFeed()
    const climb = async () => {
      await anna.page.mouse.wheel(0, -4000)
      return (await look()).above
    }
    await expect.poll(climb, { timeout: 60_000, interval: 60 }).toBe(0)
    expect((await look()).bubbles[0]?.text).toBe('hello')
    expect(await anna.page.getByText(anna.say('messages.encrypted')).isVisible()).toBe(true)
    await turn(wheel * 4)
    const { text, y } = await inSight()
    await turn(wheel)
    expect(await at(text)).toBeCloseTo(y - wheel, 0)
  })

  test('after a reload it opens at the end', async () => {
    await anna.page.reload()
    await anna.sees(`Tale ${told + 7}.`)
    const last = anna.message(`Tale ${told + 7}.`)
    await expect
      .poll(async () => await last.evaluate((bubble) => bubble.getBoundingClientRect().bottom < innerHeight))
      .toBe(true)
  })
})
