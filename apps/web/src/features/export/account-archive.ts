import type { ChatView } from '@soroka/client/types'
import type { TFunction } from 'i18next'
import { engine } from '../../engine/engine.ts'
import { authStore } from '../../stores/authStore.ts'
import { chatTitle } from '../../ui/chat-title.ts'
import { type Entry, pageName } from './chat-archive.ts'
import { escaped, page, relativeAddress } from './html.ts'

const json = (name: string, value: unknown): Entry => ({
  name,
  input: `${JSON.stringify(value, null, 1)}\n`,
  lastModified: new Date(),
})

/** What the account holds beside its chats. */
export async function* aboutMe(): AsyncGenerator<Entry> {
  const { session } = authStore.getState()
  const [account, contacts, blocked] = await Promise.all([
    engine.account.get(),
    engine.contacts.list(),
    engine.contacts.blocked(),
  ])
  yield json('profile.json', account)
  const photo = session && (await engine.people.photo(session.user))
  if (photo) yield { name: 'photo', input: new Blob([photo.image]), lastModified: new Date() }
  const plain = ({ id, name, ownName, nickname, note }: (typeof contacts)[number]) => ({
    id,
    name,
    ownName,
    nickname,
    note,
  })
  yield json('contacts.json', { contacts: contacts.map(plain), blocked: blocked.map(plain) })
}

/** The page to begin with: each chat by its name. */
export function indexEntry(folders: { chat: ChatView; folder: string }[], language: string, t: TFunction): Entry {
  const rows = folders.map(
    ({ chat, folder }) =>
      `<li><a href="${relativeAddress(folder + pageName(1, 'html'))}">${escaped(chatTitle(chat, t))}</a></li>`,
  )
  const body = `<ul>${rows.join('\n')}</ul>`
  return { name: 'index.html', input: page(t('export:archive'), language, body), lastModified: new Date() }
}
