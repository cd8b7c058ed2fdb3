// Signs in and sends one message: node send.ts URL email password nickname text
import { createClient } from '@soroka/client'
import { nodePlatform } from '@soroka/client/node'

const [baseUrl = '', email = '', password = '', nickname = '', text = ''] = process.argv.slice(2)
const client = await createClient({ baseUrl, platform: nodePlatform(), deviceName: 'send.ts' })
await client.auth.signIn({ email, password })
const person = (await client.people.find(nickname)).find((found) => found.nickname === nickname)
if (person === undefined) throw new Error(`there is no @${nickname}`)
const chat = await client.chats.openDirect(person.id)
const sent = Promise.withResolvers<void>()
await client.subscribe((event) => {
  if (event.type !== 'messages') return
  const last = event.upserts.find((message) => message.id === sentId)
  if (last?.state === 'sent') sent.resolve()
  if (last?.state === 'failed') sent.reject(new Error(last.failure))
})
const { id: sentId } = await client.messages.send(chat.id, text)
await sent.promise
await client.auth.signOut()
await client.close()
