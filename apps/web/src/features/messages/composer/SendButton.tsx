import { ActionIcon } from '@mantine/core'
import { IconArrowUp, IconCheck } from '@tabler/icons-react'
import { useRef } from 'react'
import { useText } from '../../../i18n/i18n.ts'
import { openSendMenu, type SendOptions } from './composer-menus.tsx'
import css from './Composer.module.css'

interface Props {
  ready: boolean
  editing: boolean
  onSend(options: SendOptions): void
}

const pressAfter = 350

/** Sends; a right click or a long press offers to do it quietly or later. */
export function SendButton({ ready, editing, onSend }: Props) {
  const t = useText()
  const press = useRef<ReturnType<typeof setTimeout>>(undefined)
  const choice = ready && !editing
  const Icon = editing ? IconCheck : IconArrowUp
  return (
    <ActionIcon
      type="submit"
      variant="filled"
      color="sheen"
      className={css.send ?? ''}
      data-ready={ready || undefined}
      disabled={!ready}
      aria-label={t(editing ? 'messages:saveEdit' : 'messages:send')}
      onContextMenu={(event) => {
        event.preventDefault()
        if (choice) openSendMenu(event.currentTarget, onSend, t)
      }}
      onPointerDown={(event) => {
        if (event.pointerType === 'mouse' || !choice) return
        const button = event.currentTarget
        press.current = setTimeout(() => openSendMenu(button, onSend, t), pressAfter)
      }}
      onPointerUp={() => clearTimeout(press.current)}
      onPointerLeave={() => clearTimeout(press.current)}
    >
      <Icon size={24} stroke={2.2} aria-hidden />
    </ActionIcon>
  )
}
