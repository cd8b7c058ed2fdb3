import type { ChatView } from '@soroka/client/types'
import { useMemo, useRef } from 'react'
import { VList, type VListHandle } from 'virtua'
import { useLanguage, useText } from '../../../i18n/i18n.ts'
import panel from '../../../ui/Panel.module.css'
import { monthLabel } from '../../../ui/time.ts'
import { useNow } from '../../../ui/use-now.ts'
import part from '../MembersPart.module.css'
import { LinkRow } from './LinkRow.tsx'
import type { SaidLink } from './links.ts'
import { NothingYet } from './NothingYet.tsx'
import { useLinks } from './use-links.ts'

type Row = { key: string; month: string } | { key: string; link: SaidLink }

const nearEnd = 600

/** All links of a chat by months, windowed. */
export function LinksPart({ chat }: { chat: ChatView }) {
  const t = useText()
  const language = useLanguage()
  const now = useNow()
  const list = useRef<VListHandle>(null)
  const { links, loaded, more } = useLinks(chat.id)
  const rows = useMemo(() => {
    const all: Row[] = []
    let last = ''
    for (const link of links) {
      const month = monthLabel(link.message.at, now, language)
      if (month !== last) all.push({ key: `month ${link.key}`, month })
      last = month
      all.push({ key: link.key, link })
    }
    return all
  }, [links, now, language])
  if (loaded && links.length === 0) return <NothingYet text={t('people:links.none')} />
  return (
    <div className={part.members}>
      <VList
        ref={list}
        className={part.list}
        data={rows}
        itemSize={60}
        tabIndex={-1}
        onScroll={(offset) => {
          const { scrollSize = 0, viewportSize = 0 } = list.current ?? {}
          if (scrollSize - viewportSize - offset < nearEnd) more()
        }}
      >
        {(row) =>
          'month' in row ? (
            <h3 key={row.key} className={panel.heading}>
              {row.month}
            </h3>
          ) : (
            <LinkRow key={row.key} link={row.link} />
          )
        }
      </VList>
    </div>
  )
}
