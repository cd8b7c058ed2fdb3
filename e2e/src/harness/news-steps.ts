import type { Locator } from 'playwright-core'
import { expect } from 'vitest'
import { closeInfo, hold, openInfo } from './group-steps.ts'
import type { Person } from './person.ts'

const exactly = (person: Person, key: string) => ({ name: person.say(key), exact: true })

/** To another chat as fingers go there, without a reload; null: to the list, or to what is nobody's chat beside it. */
export async function goTo(person: Person, chat: string | null): Promise<void> {
  const { page } = person
  if (person.look.width === 'phone') {
    const back = person.button('app.back').filter({ visible: true })
    const list = page.getByRole('heading', exactly(person, 'chats.title')).filter({ visible: true })
    await back.or(list).first().waitFor()
    // A chat that was opened from another one leads back to that.
    for (let { pathname } = new URL(page.url()); pathname !== '/'; { pathname } = new URL(page.url())) {
      await back.first().click()
      await page.waitForURL((url) => url.pathname !== pathname)
    }
    await list.waitFor()
  }
  if (chat !== null) await openChat(person, chat)
  else if (person.look.width === 'desktop') {
    await page.getByRole('button', exactly(person, 'chats.nest')).click()
    await page.getByRole('main', { name: new RegExp(person.say('chats.nest')) }).waitFor()
  }
}

/** The row of a chat in the list: others may name the person in their last words. */
const rowOf = ({ page }: Person, chat: string) => page.getByRole('link', { name: new RegExp(`^${chat}`) })

/** Opens a chat from the list. */
export async function openChat(person: Person, chat: string): Promise<void> {
  await rowOf(person, chat).click()
  await person.page.getByRole('main', { name: new RegExp(chat) }).waitFor()
  await person.field('messages.field').waitFor()
}

const muteNames = ['hour', 'eight', 'tomorrow', 'forEver'] as const
type MuteName = (typeof muteNames)[number]

/** Mutes a chat by its menu in the list, each time anew. @returns until when, as the server is told */
export async function chooseMute(
  person: Person,
  chat: string,
  names: readonly MuteName[],
): Promise<Record<MuteName, number>> {
  const { page } = person
  const told = { hour: 0, eight: 0, tomorrow: 0, forEver: 0 }
  const row = rowOf(person, chat)
  const item = (key: string) => page.getByRole('menuitem', exactly(person, key))
  const until = async (press: () => Promise<void>): Promise<number> => {
    const asked = page.waitForRequest((request) => request.url().endsWith('/mute'))
    await press()
    return ((await asked).postDataJSON() as { until: number }).until
  }
  for (const [at, name] of names.entries()) {
    await hold(person, row)
    if (at > 0) {
      expect(await until(() => item('chats.unmute').click())).toBe(0)
      await row.getByRole('img', exactly(person, 'chats.muted')).waitFor({ state: 'detached' })
      await hold(person, row)
    }
    await item('chats.mute.title').click()
    expect(await page.getByRole('menuitem').allInnerTexts()).toEqual(
      muteNames.map((one) => person.say(`chats.mute.${one}`)),
    )
    told[name] = await until(() => item(`chats.mute.${name}`).click())
    await row.getByRole('img', exactly(person, 'chats.muted')).waitFor()
  }
  return told
}

/** What of the open group is told. */
export async function letGroupTell(person: Person, level: 'usual' | 'all' | 'mentions' | 'none'): Promise<void> {
  const panel = await openInfo(person)
  await panel.getByRole('button', { name: person.say('people.level.title') }).click()
  await person.page.getByRole('menuitem', exactly(person, `people.level.${level}`)).click()
  await panel.getByText(person.say(`people.level.${level}`), { exact: true }).waitFor()
  await closeInfo(person)
}

/** Presses a switch of the settings, and waits until it stands so. */
export async function setSwitch(person: Person, key: string, on: boolean): Promise<void> {
  const one = person.page.getByRole('switch', { name: person.say(key), checked: !on })
  await one.locator('xpath=..').click()
  await person.page.getByRole('switch', { name: person.say(key), checked: on }).waitFor()
}

/** Quiet hours that last the whole day, or none. */
export async function setQuietAllDay(person: Person, on: boolean): Promise<void> {
  const kept = async (change: () => Promise<void>) => {
    const told = person.page.waitForResponse(
      (one) => one.url().endsWith('/push/settings') && one.request().method() === 'PATCH',
    )
    await change()
    await told
  }
  await kept(() => setSwitch(person, 'notify.quiet.title', on))
  if (!on) return
  for (const end of ['from', 'to'] as const)
    await kept(async () => {
      const field = person.field(`notify.quiet.${end}`)
      await field.fill('12:00')
      await field.blur()
    })
}

/** The toast of a message of another chat. */
export function newsToast({ page }: Person, text: string): Locator {
  return page.locator('[popover] [role=status]').getByRole('button').filter({ hasText: text })
}

export async function unmute(person: Person, chat: string): Promise<void> {
  const row = rowOf(person, chat)
  await hold(person, row)
  await person.page.getByRole('menuitem', exactly(person, 'chats.unmute')).click()
  await row.getByRole('img', exactly(person, 'chats.muted')).waitFor({ state: 'detached' })
}

/** Away from what says how a call ended. */
export async function closeEnding(person: Person): Promise<void> {
  const end = person.page.getByRole('dialog', { name: person.say('calls.call', { name: 'Anna' }) })
  await end.getByRole('button', exactly(person, 'calls.over.close')).click()
  await end.waitFor({ state: 'detached' })
}
