// One process of the seed: some of the people, each an SDK of his own that is switched on when it is needed.
import { join } from 'node:path'
import { appendFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { newMsgId, sealMessage } from '@soroka/crypto'
import type { ChatId, UserId } from '@soroka/protocol'
import { encodeBody, KIND, ORIGIN_HASH } from '@soroka/protocol/records'
import { findCode } from '../../../apps/server/src/testing/mails.ts'
import { addressOf, openDatabase } from '../../../apps/server/src/platform/db/index.ts'
import type { SeedAnswer, SeedCommand } from './commands.ts'
import { eachOf } from './each-of.ts'
import { Person } from './person.ts'

/** Devices that are on at the same time. */
const AT_ONCE = 4
/** As long as the text of every other server: 200 bytes. */
const TEXT = 'abcdefghij klmnopqrst uvwxyz '.repeat(10).slice(0, 200)

const people = new Map<number, Person>()

function personOf(number: number): Person {
  const person = people.get(number)
  if (person === undefined) throw new Error(`person ${number} is in another process`)
  return person
}

async function run(command: SeedCommand): Promise<SeedAnswer> {
  switch (command.do) {
    case 'sign up': {
      const database = openDatabase(await addressOf(command.database), { drizzle: 1, raw: 1 })
      await eachOf(command.people, AT_ONCE, async (number) => {
        const codeFor = (email: string): Promise<string> => findCode(database.sql, email)
        people.set(number, await Person.signUp(command.url, `Person${number}`, codeFor))
      })
      await database.close()
      return { users: command.people.map((number) => personOf(number).user) }
    }
    case 'make group': {
      const group = await personOf(command.owner).with(({ groups }) =>
        groups.create({ name: `Group of ${command.users.length + 1}`, users: command.users }),
      )
      return { chats: [group.id] }
    }
    case 'begin directs':
      return { chats: await eachOf(command.pairs, AT_ONCE, ({ person, peer }) => beginDirect(personOf(person), peer)) }
    case 'seal':
      for (const { chat, people, each } of command.chats)
        await eachOf(people, 1, (number) => seal(number, chat, each, join(command.folder, chat)))
      return {}
    case 'tokens':
      return {
        tokens: await eachOf(
          [...people.keys()].toSorted((a, b) => a - b),
          AT_ONCE,
          (number) => personOf(number).freshToken(),
        ),
      }
  }
}

/** The first message makes the chat: it is there when that was taken. */
function beginDirect(person: Person, peer: UserId): Promise<ChatId> {
  return person.with(async ({ chats, messages }) => {
    const { id } = await chats.openDirect(peer)
    await messages.send(id, 'hello')
    while ((await chats.get(id))?.last?.state !== 'sent') await pause(10)
    return id
  })
}

/** Appends `each` envelopes of one sender to the chat's file: number of the sender, length, bytes. */
async function seal(number: number, chat: ChatId, each: number, file: string): Promise<void> {
  const person = personOf(number)
  const { epoch, key } = await person.openHead(chat)
  const author = await person.author()
  const body = encodeBody({ type: KIND.text, text: TEXT, ext: [] })
  const parts: Buffer[] = []
  for (let i = 0; i < each; i++) {
    // As somebody who has written all of it before he saw the others' messages.
    const seen = { seq: 0, hash: ORIGIN_HASH }
    const { envelope } = await sealMessage({ epoch, key, author, kind: KIND.text, msgId: newMsgId(), seen, body })
    const head = Buffer.alloc(8)
    head.writeUInt32BE(number, 0)
    head.writeUInt32BE(envelope.length, 4)
    parts.push(head, Buffer.from(envelope))
  }
  await appendFile(file, Buffer.concat(parts))
}

process.on('message', ({ id, command }: { id: number; command: SeedCommand }) => {
  run(command).then(
    (answer) => process.send?.({ id, answer }),
    (error: unknown) => {
      console.error(error)
      process.exit(1)
    },
  )
})
process.send?.({ id: 0, answer: {} })
