import 'fake-indexeddb/auto'
import type { DeviceId, MsgId } from '@soroka/protocol'
import { encodeChatMeta, KIND } from '@soroka/protocol/records'
import { expect, test } from 'vitest'
import type { LocalAccount } from '../auth/local-account.ts'
import { emptyChat } from '../indexeddb/chat-rows.ts'
import { chat, id, makeDevice, me, peer, wire } from '../sync/testing.ts'
import { GroupNews } from './group-news.ts'
import { GroupStore } from './group-store.ts'

/** A group of 300 rows of which the newest is here; what names it stands in `metas`, and `good` is the one that holds. */
async function group(good: number) {
  const { db, vault, apply } = await makeDevice()
  const store = new GroupStore(db, vault)
  const log = Array.from({ length: 300 }, (_, i) =>
    wire(i + 1, { sender: peer, msg: id(i) as MsgId, kind: [good, 290, 295].includes(i + 1) ? KIND.meta : KIND.text }),
  )
  await db.put('chats', { ...emptyChat(chat, 'group'), created: true, metaSeq: 295 })
  await apply.apply(chat, log.slice(-10), 'page')
  let pages = 0
  const name = { chat, version: 1, name: 'Rooks', description: '', photo: new Uint8Array() }
  const record = encodeChatMeta({ ...name, by: peer, device: id(9) as DeviceId, sig: new Uint8Array(64) })
  const news = new GroupNews({
    account: { db, self: { user: me } } as LocalAccount,
    hub: { chat: () => undefined, person: () => undefined, tell: () => undefined },
    store,
    meta: {
      came: async (_chat, rows) => {
        if (rows.some(({ seq }) => seq === good))
          await store.putInfo(chat, { record, log: { seq: good, proven: true, versions: [] } })
      },
      carryOn: async () => undefined,
    },
    admissions: { look: async () => undefined },
    people: { stranger: async () => false, refresh: async () => null },
    puller: () => ({
      page: async (_chat, before = 301, limit) => {
        pages++
        await apply.apply(chat, log.slice(Math.max(0, before - 1 - limit), before - 1), 'page')
      },
    }),
  })
  return { news, title: async () => (await store.info(chat))?.meta.name, pages: () => pages }
}

test('R23 a row that names nothing doesn’t cost a new device the name', async () => {
  const { news, title, pages } = await group(12)
  await news.synced(chat)
  expect(await title()).toBe('Rooks')
  expect(pages()).toBe(2)
})

test('a name that stands nowhere is sought once', async () => {
  const { news, title, pages } = await group(-1)
  await news.synced(chat)
  const asked = pages()
  await news.synced(chat)
  expect(await title()).toBeUndefined()
  expect(pages()).toBe(asked)
})
