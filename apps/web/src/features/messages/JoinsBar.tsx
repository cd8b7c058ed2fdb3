import type { ChatView } from '@soroka/client/types'
import { IconChevronRight, IconUserQuestion } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { besideList } from '../../app/place.ts'
import { useText } from '../../i18n/i18n.ts'
import css from './JoinsBar.module.css'

/** For those who may open the door: somebody waits before it. */
export function JoinsBar({ chat: { id, joins } }: { chat: ChatView }) {
  const t = useText()
  const [first] = joins
  if (!first) return null
  return (
    <Link to="/c/$chatId/info" params={{ chatId: id }} search={besideList({ part: 'joins' })} className={css.bar}>
      <IconUserQuestion size={22} stroke={1.8} className={css.icon} aria-hidden />
      <span className={css.text}>
        {joins.length === 1
          ? t('groups:joins.waitsOne', { name: first.name })
          : t('groups:joins.wait', { count: joins.length })}
      </span>
      <IconChevronRight size={19} stroke={1.8} aria-hidden />
    </Link>
  )
}
