import type { ChatView } from '@soroka/client/types'
import { useMemo } from 'react'
import { useLanguage, useText } from '../../../i18n/i18n.ts'
import { monthLabel } from '../../../ui/time.ts'
import { useNow } from '../../../ui/use-now.ts'
import part from '../MembersPart.module.css'
import { LinkRow } from './LinkRow.tsx'
import type { SaidLink } from './links.ts'
import { MonthList } from './MonthList.tsx'
import { NothingYet } from './NothingYet.tsx'
import { useLinks } from './use-links.ts'

type Row = { key: string; month: string } | { key: string; link: SaidLink }

/** All links of a chat by months, windowed. */
export function LinksPart({ chat }: { chat: ChatView }) {
  const t = useText()
  const language = useLanguage()
  const now = useNow()
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
      <MonthList rows={rows} lineHeight={60} onNearEnd={more}>
        {(row) => <LinkRow key={row.key} link={row.link} />}
      </MonthList>
    </div>
  )
}
