import type { ChatId } from '@soroka/protocol'
import { createContext, type ReactNode, type Ref, use } from 'react'
import { type CustomItemComponentProps, VList } from 'virtua'
import { useText } from '../../i18n/i18n.ts'
import { useChats } from '../../stores/chatStore.ts'
import { ChatRow } from './ChatRow.tsx'
import css from './ChatRows.module.css'

const Total = createContext(0)

function Item({
  children,
  style,
  index,
  ref,
}: CustomItemComponentProps & { ref?: Ref<HTMLDivElement>; children?: ReactNode }) {
  return (
    <div ref={ref} style={style} role="listitem" aria-posinset={index + 1} aria-setsize={use(Total)}>
      {children}
    </div>
  )
}

/** The windowed list: a person with 3,000 chats has some twenty rows in the page. */
export function ChatRows({ current }: { current: ChatId | null }) {
  const t = useText()
  const order = useChats((state) => state.order)
  return (
    <Total value={order.length}>
      <VList
        className={css.rows}
        data={order}
        item={Item}
        itemSize={70}
        role="list"
        aria-label={t('chats:title')}
        tabIndex={-1}
      >
        {(id) => <ChatRow key={id} id={id} current={id === current} />}
      </VList>
    </Total>
  )
}
