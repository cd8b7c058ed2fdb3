import type { ChatView } from '@soroka/client/types'
import { IconLink } from '@tabler/icons-react'
import { useText } from '../../../i18n/i18n.ts'
import { InfoRow } from '../InfoRow.tsx'
import { usePart } from '../use-part.ts'
import { LinkRow } from './LinkRow.tsx'
import { NothingYet } from './NothingYet.tsx'
import { useNewestLinks } from './use-links.ts'

const few = 5

/** The newest links; all of them have a page of their own. */
export function LinksShelf({ chat }: { chat: ChatView }) {
  const t = useText()
  const { open } = usePart(chat.id)
  const { links, more, loaded } = useNewestLinks(chat.id, few)
  if (loaded && links.length === 0) return <NothingYet text={t('people:links.none')} />
  return (
    <>
      {links.map((link) => (
        <LinkRow key={link.key} link={link} />
      ))}
      {more && (
        <InfoRow
          icon={<IconLink size={22} stroke={1.8} aria-hidden />}
          label={t('people:links.all')}
          accent
          onClick={() => open('links')}
        />
      )}
    </>
  )
}
