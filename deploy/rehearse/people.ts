// Two people on the deployment, through the SDK: `write` signs them up and sends, `read` signs in on a new device and reads.
import { execFileSync } from 'node:child_process'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { createClient } from '@soroka/client'
import { nodePlatform } from '@soroka/client/node'
import { domain, root } from './place.ts'

const baseUrl = `https://${domain}`
const password = 'correct horse battery staple'
const anna = 'anna@example.org'
const words = 'written before the backup'
const bytes = Uint8Array.from({ length: 300_000 }, (_, at) => (at * at) % 251)
const file = { shape: 'document', name: 'nest.bin', type: 'application/octet-stream', blob: new Blob([bytes]) } as const

const open = () => createClient({ baseUrl, platform: nodePlatform(), deviceName: 'rehearsal' })

async function until<T>(what: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 150; tries++) {
    const value = await what()
    if (value !== undefined) return value
    await pause(200)
  }
  throw new Error('it did not happen within half a minute')
}

async function signUp(name: string, email: string, setupToken?: string) {
  const client = await open()
  await client.auth.signUp({ name, email, password, locale: 'en', ...(setupToken === undefined ? {} : { setupToken }) })
  const code = await until(() => {
    const mail = execFileSync(path.join(root, 'scripts/logs.sh'), ['--mail'], { encoding: 'utf8' })
    return Promise.resolve(new RegExp(`${email}: (\\d{6}) `).exec(mail)?.[1])
  })
  const { session } = await client.auth.confirm({ code })
  return { client, session }
}

async function write(setupToken: string): Promise<void> {
  const owner = await signUp('Anna', anna, setupToken)
  const boris = await signUp('Boris', 'boris@example.org')
  const chat = await owner.client.chats.openDirect(boris.session.user)
  await owner.client.messages.send(chat.id, { text: words, files: [file] })
  await until(async () => {
    const { messages } = await boris.client.messages.page(chat.id, { limit: 10 })
    return messages.find(({ text }) => text === words)
  })
  await owner.client.close()
  await boris.client.close()
}

async function read(): Promise<void> {
  const client = await open()
  await client.auth.signIn({ email: anna, password })
  await until(async () => {
    for (const chat of await client.chats.list()) {
      const { messages } = await client.messages.page(chat.id, { limit: 10 })
      const found = messages.find(({ text }) => text === words)
      const [attached] = found?.files ?? []
      if (found === undefined || attached === undefined) continue
      const read = await (await client.files.read(chat.id, found.id, attached.id)).bytes()
      if (Buffer.compare(read, bytes) !== 0) throw new Error('the file is another one')
      return true
    }
    return undefined
  })
  await client.close()
}

const [what, token = ''] = process.argv.slice(2)
await (what === 'write' ? write(token) : read())
process.exit(0)
