import { UnstyledButton } from '@mantine/core'
import type { ChatView } from '@soroka/client/types'
import { IconBell, IconBellOff, IconDots, IconSearch } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import type { MouseEvent, ReactNode } from 'react'
import { useText } from '../../i18n/i18n.ts'
import { type MenuItem, openMenuAt } from '../../ui/layer-store.ts'
import { useNow } from '../../ui/use-now.ts'
import { mute, muteTimes } from '../chat-actions/index.ts'
import css from './InfoPanel.module.css'

interface TileProps {
  icon: ReactNode
  label: string
  danger?: boolean
  onClick(event: MouseEvent<HTMLElement>): void
}

export function Tile({ icon, label, danger, onClick }: TileProps) {
  return (
    <UnstyledButton className={css.tile} data-danger={danger || undefined} onClick={onClick}>
      {icon}
      {label}
    </UnstyledButton>
  )
}

interface Props {
  chat: ChatView
  /** What stands before search, sound and the rest. */
  children?: ReactNode
  menu: MenuItem[]
}

/** The four things that are done most. */
export function Tiles({ chat, children, menu }: Props) {
  const t = useText()
  const now = useNow()
  const navigate = useNavigate()
  const muted = chat.mutedUntil > now
  const size = { size: 22, stroke: 1.8, 'aria-hidden': true }
  return (
    <div className={css.tiles}>
      {children}
      <Tile
        icon={<IconSearch {...size} />}
        label={t('people:tile.search')}
        onClick={() => void navigate({ to: '/c/$chatId', params: { chatId: chat.id }, search: { seek: true } })}
      />
      <Tile
        icon={muted ? <IconBell {...size} /> : <IconBellOff {...size} />}
        label={t(muted ? 'people:tile.unmute' : 'people:tile.mute')}
        onClick={(event) =>
          muted
            ? mute(chat, 0)
            : openMenuAt(
                event.currentTarget,
                t('chats:mute.title'),
                muteTimes.map(({ name, until }) => ({
                  label: t(`chats:mute.${name}`),
                  run: () => mute(chat, until()),
                })),
              )
        }
      />
      <Tile
        icon={<IconDots {...size} />}
        label={t('people:tile.more')}
        onClick={(event) => openMenuAt(event.currentTarget, t('people:tile.more'), menu)}
      />
    </div>
  )
}
