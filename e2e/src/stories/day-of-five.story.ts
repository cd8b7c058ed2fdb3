import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keepFailures, picture } from '../harness/album.ts'
import { oneBrowser } from '../harness/chromium.ts'
import {
  choose,
  createGroup,
  inviteLink,
  leaveGroup,
  letIn,
  mention,
  react,
  reacted,
  ruleMember,
  search,
  sendAfterAll,
  startPoll,
  vote,
} from '../harness/group-steps.ts'
import { phoneByDay } from '../harness/looks.ts'
import { Person } from '../harness/person.ts'
import { accessibilityViolations } from '../harness/screen.ts'
import { Server } from '../harness/server.ts'

const words = {
  ru: {
    group: 'Алтай в июле',
    question: 'Кто берёт палатку',
    edited: 'Кто берёт палатку и карту?',
    answer: 'Я возьму',
    slip: 'ой, не туда',
    later: 'билеты куплю утром',
    now: 'билеты уже у меня',
    poll: 'Когда едем?',
    days: ['В субботу', 'В воскресенье'],
    called: 'посмотри карту',
    without: 'теперь нас четверо',
    again: 'с возвращением',
    sought: 'палатка',
  },
  en: {
    group: 'Altai in July',
    question: 'Who brings the tent',
    edited: 'Who brings the tent and the map?',
    answer: 'I do',
    slip: 'oops, wrong chat',
    later: 'tickets come in the morning',
    now: 'I have the tickets',
    poll: 'When do we go?',
    days: ['On Saturday', 'On Sunday'],
    called: 'look at the map',
    without: 'four of us now',
    again: 'welcome back',
    sought: 'tents',
  },
}

const browser = oneBrowser()

async function accessible(person: Person, screen: string): Promise<void> {
  expect(await accessibilityViolations(person.page), screen).toEqual([])
}

describe.each(phoneByDay)('a group of five lives through a day: $width, $language, $scheme', (look) => {
  let server: Server
  let anna: Person
  let boris: Person
  let clara: Person
  let denis: Person
  let elena: Person
  let link = ''
  const said = words[look.language]
  const prefix = `${look.width}-${look.scheme}`
  const everybody = () => [anna, boris, clara, denis, elena]
  const all = (run: (person: Person) => Promise<unknown>, people = everybody()) => Promise.all(people.map(run))

  beforeAll(async () => {
    server = await Server.start()
    const arrive = (name: string) => Person.arrive(browser(), server, name, `${name.toLowerCase()}@example.org`, look)
    anna = await arrive('Anna')
    boris = await arrive('Boris')
    clara = await arrive('Clara')
    denis = await arrive('Denis')
    elena = await arrive('Elena')
    for (const person of everybody()) await person.signUp()
  })
  afterAll(async () => {
    await server?.remove()
  })
  keepFailures(everybody)

  test('one makes a group with another and a link for the rest', async () => {
    await createGroup(anna, said.group, ['boris'], (screen) => accessible(anna, screen))
    await boris.open(said.group)
    link = await inviteLink(anna, (screen) => accessible(anna, screen))
    expect(link).toMatch(/\/join#/)
  })

  test('three join by the link', async () => {
    for (const person of [clara, denis, elena]) {
      await person.page.goto(link)
      await person.page.getByRole('heading', { name: said.group }).waitFor()
      await accessible(person, 'invitation')
      if (person === clara) await picture(person.page, `${prefix}-invitation`)
      await person.button('groups.join.action').click()
      await person.field('messages.field').waitFor()
    }
  })

  test('they talk, reply, react, edit and delete', async () => {
    await boris.write(said.question)
    await all((person) => person.sees(said.question))
    await choose(clara, said.question, 'messages.reply')
    await clara.write(said.answer)
    await all((person) => person.sees(said.answer))
    for (const person of [anna, denis, elena]) await react(person, said.question, '👍')
    await all((person) => reacted(person, '👍', 3))
    await choose(boris, said.question, 'messages.edit')
    await boris.field('messages.field').fill(said.edited)
    await boris.button('messages.saveEdit').click()
    await all((person) => person.sees(said.edited))
    await denis.write(said.slip)
    await all((person) => person.sees(said.slip))
    await choose(denis, said.slip, 'messages.delete')
    await denis.page
      .getByRole('dialog')
      .getByRole('button', { name: denis.say('messages.deleteForEveryone') })
      .click()
    await all((person) => person.message(person.say('messages.deletedBy.author')).waitFor())
    for (const person of everybody()) expect(await person.message(said.slip).count()).toBe(0)
    await accessible(anna, 'group')
    await picture(anna.page, `${prefix}-group`)
  })

  test('a poll, a mention and a pin', async () => {
    await startPoll(clara, said.poll, said.days)
    await vote(anna, said.days[0] ?? '')
    await vote(boris, said.days[1] ?? '')
    await accessible(boris, 'poll')
    await elena.page.goto(server.url)
    await mention(boris, 'elen', said.called)
    await elena.page
      .getByRole('img', { name: elena.say('chats.mentioned') })
      .filter({ visible: true })
      .first()
      .waitFor()
    await elena.open(said.group)
    await elena.sees(said.called)
    await choose(anna, said.edited, 'messages.pin')
    await all((person) =>
      person.page
        .getByText(person.say('messages.pinnedOne'), { exact: true })
        .filter({ visible: true })
        .first()
        .waitFor(),
    )
  })

  test('R8 words that wait for the morning are changed, and sent now after all', async () => {
    await sendAfterAll(boris, said.later, said.now, (screen) => accessible(boris, screen))
    await all((person) => person.sees(said.now))
    expect(await anna.message(said.later).count()).toBe(0)
  })

  test('an admin is made and removes one, who reads nothing new; an admin lets him in again', async () => {
    await ruleMember(anna, 'Boris', 'groups.makeAdmin')
    await ruleMember(boris, 'Denis', 'groups.remove.confirm')
    await denis.page.getByText(denis.say('messages.leftChat')).filter({ visible: true }).first().waitFor()
    await anna.write(said.without)
    await all((person) => person.sees(said.without), [boris, clara, elena])
    expect(await denis.message(said.without).count()).toBe(0)
    await denis.page.goto(link)
    await denis.button('groups.join.ask').click()
    await letIn(boris)
    await denis.field('messages.field').waitFor()
    await clara.write(said.again)
    await denis.sees(said.again)
  })

  test('somebody leaves; what was said is found, without the network too', async () => {
    await leaveGroup(elena)
    await clara.installed()
    await clara.offline(true)
    await search(clara, said.sought, said.edited)
    await clara.offline(false)
    await accessible(clara, 'search')
    await picture(clara.page, `${prefix}-search`)
  })

  test('a reload shows the same', async () => {
    await anna.page.goto(server.url)
    await anna.open(said.group)
    await anna.sees(said.again)
    await reacted(anna, '👍', 3)
  })

  test('nothing complained on the way', () => {
    for (const person of everybody()) expect(person.complaints, person.name).toEqual([])
  })
})
