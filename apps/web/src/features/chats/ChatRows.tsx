import type { ChatId } from '@soroka/protocol'
import { createContext, type ReactNode, type Ref, use } from 'react'
import { type CustomItemComponentProps, VList } from 'virtua'
import { useText } from '../../i18n/i18n.ts'
import { usePrefs } from '../../stores/prefsStore.ts'
import { ApartRow } from './ApartRow.tsx'
import { ChatRow } from './ChatRow.tsx'
import css from './ChatRows.module.css'
import { useApart } from './use-apart.ts'
import { useFolder, useVisibleChats } from './use-list.ts'

const Total = createContext(0)

function Item({
  children,
  style,
  index,
  ref,
}: CustomItemComponentProps & { ref?: Ref<HTMLDivElement>; children?: ReactNode }) {
  return (
    <div
      ref={ref}
      style={style}
      className={css.item}
      data-sort-row
      role="listitem"
      aria-posinset={index + 1}
      aria-setsize={use(Total)}
    >
      {children}
    </div>
  )
}

type Row = { chat: ChatId } | { apart: 'archive' | 'requests' }

/** The windowed list: a person with 3,000 chats has some twenty rows in the page. */
export function ChatRows({ current, list }: { current: ChatId | null; list: 'archive' | 'requests' | null }) {
  const t = useText()
  const folder = useFolder()
  const ids = useVisibleChats(list)
  const apart = useApart()
  const compact = usePrefs((state) => state.compact)
  const first = list || folder ? [] : apart
  const rows: Row[] = [...first.map((apart) => ({ apart })), ...ids.map((chat) => ({ chat }))]
  if (rows.length === 0) return <p className={css.empty}>{t(list ? `chats:${list}.empty` : 'chats:folder.empty')}</p>
  return (
    <Total value={rows.length}>
      <VList
        // Heights that were measured before are over with it.
        key={compact ? 'compact' : 'roomy'}
        className={css.rows}
        data-compact={compact || undefined}
        data-sort-list
        data={rows}
        item={Item}
        itemSize={compact ? 56 : 70}
        role="list"
        aria-label={t(list ? `chats:${list}.title` : 'chats:title')}
        tabIndex={-1}
      >
        {(row) =>
          'apart' in row ? (
            <ApartRow key={row.apart} list={row.apart} />
          ) : (
            <ChatRow key={row.chat} id={row.chat} current={row.chat === current} />
          )
        }
      </VList>
    </Total>
  )
}
