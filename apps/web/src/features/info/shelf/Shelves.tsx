import { UnstyledButton } from '@mantine/core'
import type { ChatView } from '@soroka/client/types'
import { type ComponentType, type KeyboardEvent, useId, useState } from 'react'
import { useText } from '../../../i18n/i18n.ts'
import { CommonShelf } from './CommonShelf.tsx'
import { DocumentsShelf, MediaShelf, VoiceShelf } from './FilesShelf.tsx'
import { LinksShelf } from './LinksShelf.tsx'
import { MembersShelf } from './MembersShelf.tsx'
import css from './Shelves.module.css'

interface Shelf {
  name: 'members' | 'media' | 'files' | 'voice' | 'links' | 'common'
  kinds: ChatView['kind'][]
  Body: ComponentType<{ chat: ChatView }>
}

const everywhere: ChatView['kind'][] = ['group', 'direct', 'nest']

/** What a chat keeps, in the order of the tabs. A new kind of content is a row here. */
const shelves: Shelf[] = [
  { name: 'members', kinds: ['group'], Body: MembersShelf },
  { name: 'media', kinds: everywhere, Body: MediaShelf },
  { name: 'files', kinds: everywhere, Body: DocumentsShelf },
  { name: 'voice', kinds: everywhere, Body: VoiceShelf },
  { name: 'links', kinds: everywhere, Body: LinksShelf },
  { name: 'common', kinds: ['direct'], Body: CommonShelf },
]

/** Kept while the app runs: the way back from a page leads to the same tab. */
const chosen = new Map<ChatView['kind'], Shelf['name']>()

/** The tabs at the end of the panel: people, links and the rest. Arrows walk over them. */
export function Shelves({ chat }: { chat: ChatView }) {
  const t = useText()
  const id = useId()
  const here = shelves.filter(({ kinds }) => kinds.includes(chat.kind))
  const [name, setName] = useState(() => chosen.get(chat.kind) ?? here[0]?.name)
  const at = Math.max(
    0,
    here.findIndex((shelf) => shelf.name === name),
  )
  const current = here[at]
  if (!current) return null
  const choose = (next: Shelf['name']) => {
    chosen.set(chat.kind, next)
    setName(next)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: here.length - 1 }[event.key]
    const next = to === undefined ? undefined : here[(to + here.length) % here.length]
    if (!next) return
    event.preventDefault()
    choose(next.name)
    event.currentTarget.querySelector<HTMLElement>(`[data-shelf=${next.name}]`)?.focus()
  }
  return (
    <>
      <div role="tablist" tabIndex={-1} aria-label={t('people:shelf.title')} className={css.tabs} onKeyDown={onKeyDown}>
        {here.map((shelf) => (
          <UnstyledButton
            key={shelf.name}
            role="tab"
            id={`${id}${shelf.name}`}
            data-shelf={shelf.name}
            className={css.tab}
            aria-selected={shelf === current}
            aria-controls={shelf === current ? `${id}panel` : undefined}
            tabIndex={shelf === current ? 0 : -1}
            onClick={() => choose(shelf.name)}
          >
            {t(`people:shelf.${shelf.name}`)}
          </UnstyledButton>
        ))}
      </div>
      <div role="tabpanel" id={`${id}panel`} aria-labelledby={`${id}${current.name}`} className={css.shelf}>
        <current.Body chat={chat} />
      </div>
    </>
  )
}
