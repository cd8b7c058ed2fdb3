import type { Locator, Page } from 'playwright-core'
import type { Person } from './person.ts'

type Look = (screen: string) => Promise<void>

const exactly = (person: Person, key: string) => ({ name: person.say(key), exact: true })
const seen = (locator: Locator): Locator => locator.filter({ visible: true }).first()

/** From the list to the new group; the others are found by nickname. */
export async function createGroup(person: Person, name: string, nicknames: string[], look: Look): Promise<void> {
  const { page } = person
  await person.button('chats.new').click()
  await page.getByRole('button', { name: person.say('groups.new') }).click()
  const chosen = page.getByRole('list', exactly(person, 'groups.chosen')).getByRole('listitem')
  for (const [at, nickname] of nicknames.entries()) {
    await person.field('chats.findLabel').fill(nickname)
    // By his own row: the one who was found before stands there until the answer comes.
    await page.locator('label').filter({ hasText: nickname }).getByRole('checkbox').click()
    await chosen.nth(at).waitFor()
  }
  await look('choose people')
  await page.getByRole('dialog').locator('footer').getByRole('button').click()
  await person.field('groups.name').fill(name)
  await look('name the group')
  await person.button('groups.create').click()
  await person.field('messages.field').waitFor()
}

function info(person: Person): Locator {
  return seen(person.page.getByRole('complementary', exactly(person, 'people.about.group')))
}

export async function openInfo(person: Person): Promise<Locator> {
  const panel = info(person)
  if (!(await panel.isVisible())) await seen(person.page.locator('header [data-pane-focus]')).click()
  await panel.waitFor()
  return panel
}

/** Back to the messages, where the info covers them. */
export async function closeInfo(person: Person): Promise<void> {
  if (person.look.width === 'desktop') return
  await person.page.goBack()
  await person.field('messages.field').waitFor()
}

/** Makes a link with the choices that stand there, and reads it. */
export async function inviteLink(person: Person, look: Look): Promise<string> {
  const panel = await openInfo(person)
  await panel.getByRole('button', exactly(person, 'people.part.invites')).click()
  await panel.getByRole('button', exactly(person, 'groups.invite.new')).click()
  await look('new link')
  await panel.getByRole('button', exactly(person, 'groups.invite.create')).click()
  const link = await panel.getByText(/\/join#/).innerText()
  await look('links')
  await panel.getByRole('button', exactly(person, 'app.back')).click()
  await closeInfo(person)
  return link
}

/** On its own words, not on a quote of them. */
async function openMenu(person: Person, text: string): Promise<void> {
  await hold(person, person.page.locator('[data-message] > [dir=auto]').filter({ hasText: text, visible: true }).last())
}

/** A right click, or on a phone a long press. */
export async function hold(person: Person, place: Locator): Promise<void> {
  if (person.look.width === 'desktop') await place.click({ button: 'right' })
  else await longPress(person.page, place)
}

/** A finger that stays until the menu is there. */
export async function longPress(page: Page, place: Locator): Promise<void> {
  const box = await place.boundingBox()
  if (box === null) throw new Error('nothing to press')
  const protocol = await page.context().newCDPSession(page)
  const finger = { x: box.x + 20, y: box.y + box.height / 2 }
  await protocol.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [finger] })
  await page.getByRole('dialog').waitFor()
  await protocol.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
  await protocol.detach()
}

/** What may be done with a message. */
export async function choose(person: Person, text: string, action: string): Promise<void> {
  await openMenu(person, text)
  await person.page.getByRole('menuitem', exactly(person, action)).click()
}

export async function react(person: Person, text: string, emoji: string): Promise<void> {
  await openMenu(person, text)
  await person.page.getByRole('dialog').getByRole('button', { name: emoji, exact: true }).click()
}

/** Waits until that many people have put the emoji on some message on the screen. */
export async function reacted(person: Person, emoji: string, count: number): Promise<void> {
  await seen(person.page.getByRole('button', { name: new RegExp(`^${emoji} ${count}:`) })).waitFor()
}

/** Writes for tomorrow, thinks better of the words, and sends them now. */
export async function sendAfterAll(person: Person, first: string, then: string, look: Look): Promise<void> {
  const { page } = person
  await person.field('messages.field').fill(first)
  await hold(person, person.button('messages.send'))
  await page.getByRole('menuitem', exactly(person, 'messages.sendLater')).click()
  await person.button('messages.schedule.morning').click()
  await page.getByRole('button', { name: person.say('messages.schedule.open_one', { count: 1 }), exact: true }).click()
  const list = page.getByRole('dialog', exactly(person, 'messages.schedule.list'))
  await list.getByText(first).waitFor()
  await look('scheduled')
  await person.button('messages.schedule.more').click()
  await page.getByRole('menuitem', exactly(person, 'messages.schedule.change')).click()
  const change = page.getByRole('dialog', exactly(person, 'messages.schedule.change'))
  await change.getByLabel(person.say('messages.field'), { exact: true }).fill(then)
  await change.locator('footer').getByRole('button').click()
  await list.getByText(then).waitFor()
  await person.button('messages.schedule.more').click()
  await page.getByRole('menuitem', exactly(person, 'messages.schedule.now')).click()
  await list.waitFor({ state: 'detached' })
}

export async function startPoll(person: Person, question: string, answers: string[]): Promise<void> {
  const { page } = person
  await person.button('messages.attach').click()
  await page.getByRole('menuitem', exactly(person, 'messages.poll.new')).click()
  await person.field('messages.poll.question').fill(question)
  for (const [at, answer] of answers.entries())
    await page.getByLabel(person.say('messages.poll.option', { number: at + 1 }), { exact: true }).fill(answer)
  await person.button('messages.poll.send').click()
  await person.sees(question)
}

export async function vote(person: Person, answer: string): Promise<void> {
  await seen(person.page.getByRole('radio', { name: answer })).click()
  await seen(person.page.getByText('%')).waitFor()
}

/** Calls a member by the first letters of his name, as people do. */
export async function mention(person: Person, letters: string, text: string): Promise<void> {
  const field = person.field('messages.field')
  await field.pressSequentially(`@${letters}`, { delay: 20 })
  await seen(person.page.getByRole('option')).click()
  await field.pressSequentially(text)
  await person.button('messages.send').click()
}

/** What an admin does with a member, and the question that may follow. */
export async function ruleMember(person: Person, name: string, action: string): Promise<void> {
  const panel = await openInfo(person)
  // The rights of an admin have arrived.
  await panel.getByRole('button', exactly(person, 'people.part.invites')).waitFor()
  await seen(panel.getByRole('button', { name: new RegExp(name) })).click()
  await person.page.getByRole('menuitem', exactly(person, action)).click()
  const question = person.page.getByRole('alertdialog')
  const confirm = question.getByRole('button', exactly(person, action))
  if (action === 'groups.remove.confirm') await confirm.click()
  await question.waitFor({ state: 'detached' })
  await closeInfo(person)
}

/** The one who waits at the door comes in. */
export async function letIn(person: Person): Promise<void> {
  const panel = await openInfo(person)
  await panel.getByRole('button', { name: person.say('people.part.joins') }).click()
  await panel.getByRole('button', exactly(person, 'groups.joins.accept')).click()
  await panel.getByText(person.say('groups.joins.none')).waitFor()
  await panel.getByRole('button', exactly(person, 'app.back')).click()
  await closeInfo(person)
}

export async function leaveGroup(person: Person): Promise<void> {
  const panel = await openInfo(person)
  await panel.getByRole('button', { name: person.say('chats.leave') }).click()
  await person.page.getByRole('alertdialog').getByRole('button', exactly(person, 'chats.delete.leave.confirm')).click()
}

/** Finds a message by words that stand in it in another form, and goes to it. */
export async function search(person: Person, query: string, found: string): Promise<void> {
  const { page } = person
  if (person.look.width === 'phone') await page.goBack()
  await seen(page.getByRole('button', exactly(person, 'chats.search'))).click()
  await person.field('search.field').fill(query)
  await seen(page.getByRole('link', { name: new RegExp(found.slice(0, 12)) })).click()
  await person.sees(found)
}
