import type { Page } from 'playwright-core'
import { longPress } from '../../../e2e/src/harness/group-steps.ts'
import { words } from '../../../e2e/src/harness/words.ts'

const say = (key: string) => words('en', key)
const button = (page: Page, key: string) => page.getByRole('button', { name: say(key), exact: true })

/** One thing that people do. */
export interface Act {
  readonly name: string
  run(page: Page, round: number): Promise<void>
}

async function openChat(page: Page, place: number): Promise<void> {
  await page.locator('[role=list] > * > [aria-posinset] a').nth(place).click()
  await page.locator('[data-message]').first().waitFor()
}

async function back(page: Page): Promise<void> {
  await page.evaluate(() => history.back())
  await page.locator('[role=listitem] a').first().waitFor()
}

/** Rolls what stands in the middle of the screen. */
async function roll(page: Page, by: number, times: number): Promise<void> {
  await page.mouse.move(195, 420)
  for (let turn = 0; turn < times; turn++) {
    await page.mouse.wheel(0, by)
    await page.waitForTimeout(60)
  }
}

/** A minute of use, from the list of chats back to it. What is written waits on the device: there is no network. */
export const acts: readonly Act[] = [
  { name: 'the list is rolled down and up', run: (page) => roll(page, 500, 8).then(() => roll(page, -500, 8)) },
  { name: 'a chat is opened', run: (page, round) => openChat(page, round % 4) },
  { name: 'its history is rolled up', run: (page) => roll(page, -600, 12) },
  { name: 'and down again', run: (page) => roll(page, 900, 10) },
  {
    name: 'a message is typed and sent',
    run: async (page, round) => {
      await page.getByLabel(say('messages.field'), { exact: true }).click()
      await page.keyboard.type(`Words of round ${round}, written on the way to the train`)
      await button(page, 'messages.send').click()
      await page
        .locator('[data-message]')
        .filter({ hasText: `Words of round ${round},` })
        .last()
        .waitFor()
    },
  },
  {
    name: 'the menu of a message is opened, and it gets a reaction',
    run: async (page) => {
      await longPress(page, page.locator('[data-message] > [dir=auto]').filter({ hasNotText: 'Words of round' }).last())
      await page.getByRole('dialog').getByRole('button', { name: '👍', exact: true }).click()
    },
  },
  { name: 'back to the list', run: back },
  { name: 'another chat is opened', run: (page, round) => openChat(page, 4 + (round % 3)) },
  { name: 'back again', run: back },
  {
    name: 'something is searched for',
    run: async (page) => {
      await button(page, 'chats.search').click()
      await page.getByLabel(say('search.field'), { exact: true }).click()
      await page.keyboard.type('meeting', { delay: 60 })
      await page.waitForTimeout(700)
      await back(page)
    },
  },
]

/** One round of all acts, with pauses of so many ms between them; `tell` hears when each of them began. */
export async function useOnce(page: Page, round: number, pause: number, tell?: (act: string) => void): Promise<void> {
  for (const act of acts) {
    tell?.(act.name)
    await act.run(page, round)
    await page.waitForTimeout(pause)
  }
}
