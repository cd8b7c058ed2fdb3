import { ActionIcon, Box } from '@mantine/core'
import type { MessageView } from '@soroka/client/types'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useEffectEvent, useLayoutEffect, useReducer, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { useText } from '../../../i18n/i18n.ts'
import { chatStore } from '../../../stores/chatStore.ts'
import { act } from '../../../ui/act.ts'
import { Bar } from './Bar.tsx'
import { Controls } from './Controls.tsx'
import { Film } from './Film.tsx'
import { toggleFullScreen } from './full-screen.dom.ts'
import { Picture } from './Picture.tsx'
import { useAside } from './use-aside.dom.ts'
import { useGestures } from './use-gestures.dom.ts'
import { usePlayer } from './use-player.dom.ts'
import css from './viewer.module.css'
import { closeViewer, isFilm, turnViewer, viewerStore } from './viewer-store.ts'
import { fit, stageSize } from './zoom.ts'

const icon = { size: 24, stroke: 1.8, 'aria-hidden': true }

export interface StageProps {
  /** Asks to whom, in the chat of the message. */
  onForward(message: MessageView): void
}

function leaveFullScreen(): void {
  if (document.fullscreenElement) void act(document.exitFullscreen())
}

/** One picture or film over everything, its neighbours at its sides. */
export default function Stage({ onForward }: StageProps) {
  const t = useText()
  const navigate = useNavigate()
  const { items, at } = useStore(viewerStore)
  const dialog = useRef<HTMLDialogElement>(null)
  const [bare, setBare] = useState(false)
  const player = usePlayer()
  const item = items[at]
  const film = item !== undefined && isFilm(item.file)
  const close = () => {
    leaveFullScreen()
    closeViewer()
  }
  const goTo = (message: MessageView) => {
    close()
    void navigate({ to: '/c/$chatId', params: { chatId: message.chat } })
  }
  const gestures = useGestures({
    picture: item && !film ? fit(item.file, stageSize()) : null,
    onTurn: turnViewer,
    onClose: close,
    onTap: (kind, target) => {
      const beside = !(target instanceof Element) || target.closest('[data-picture]') === null
      if (kind === 'mouse' && beside) close()
      else if (kind === 'mouse' && film) player.toggle()
      else setBare(!bare)
    },
  })
  const { reset, zoom } = gestures
  const key = item && `${item.message.id}${item.file.id}`
  useLayoutEffect(() => {
    const element = dialog.current
    if (!element) return
    if (!element.open) element.showModal()
    // Not its first button: nothing is chosen yet.
    element.focus()
    return () => element.close()
  }, [])
  const onTurned = useEffectEvent((to: string | undefined) => {
    if (to === undefined) return
    reset()
    player.forget()
  })
  useEffect(() => onTurned(key), [key])
  useAside(player.film, dialog, close)
  const [, turned] = useReducer((count: number) => count + 1, 0)
  useEffect(() => {
    addEventListener('resize', turned)
    return () => removeEventListener('resize', turned)
  }, [])
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
    const held = event.target instanceof Element && event.target.closest('input, [data-layer], dialog dialog') !== null
    const onButton = event.target instanceof HTMLButtonElement
    const keys: Record<string, (() => void) | false> = {
      ArrowLeft: !held && (() => turnViewer(-1)),
      ArrowRight: !held && (() => turnViewer(1)),
      ' ': film && !onButton && player.toggle,
      k: film && player.toggle,
      m: film && player.toggleSound,
      f: () => void act(toggleFullScreen()),
      '+': () => zoom(1.5),
      '=': () => zoom(1.5),
      '-': () => zoom(1 / 1.5),
    }
    const run = keys[event.key]
    if (!run) return
    event.preventDefault()
    run()
  })
  useEffect(() => {
    const hear = (event: KeyboardEvent) => onKey(event)
    addEventListener('keydown', hear)
    return () => removeEventListener('keydown', hear)
  }, [])
  if (!item) return null
  const { message, file } = item
  return (
    <dialog
      ref={dialog}
      className={css.stage}
      tabIndex={-1}
      aria-label={t(`media:open.${file.shape}`, { name: file.name })}
      data-bare={bare || undefined}
      onCancel={(event) => {
        event.preventDefault()
        close()
      }}
    >
      <Box
        className={css.slides}
        data-moving={gestures.moving || undefined}
        __vars={{
          '--drag-x': `${gestures.drag.x}px`,
          '--drag-y': `${gestures.drag.y}px`,
          '--clear': String(Math.max(0.25, 1 - gestures.drag.y / 500)),
        }}
        {...gestures.listeners}
      >
        {[-1, 0, 1].map((place) => {
          const one = items[at + place]
          if (!one) return null
          const current = place === 0
          return (
            <Box
              key={`${one.message.id}${one.file.id}`}
              className={css.slide}
              aria-hidden={!current || undefined}
              __vars={{ '--place': String(place) }}
            >
              {isFilm(one.file) ? (
                <Film item={one} current={current} player={player} />
              ) : (
                <Picture item={one} current={current} view={gestures.view} moving={gestures.moving} />
              )}
            </Box>
          )
        })}
      </Box>
      <Bar
        item={item}
        onForward={() => {
          goTo(message)
          onForward(message)
        }}
        onShow={() => {
          goTo(message)
          chatStore.getState().setJump({ chat: message.chat, id: message.id })
        }}
        onClose={close}
      />
      {at > 0 && (
        <ActionIcon className={css.back ?? ''} aria-label={t('media:previous')} onClick={() => turnViewer(-1)}>
          <IconChevronLeft {...icon} />
        </ActionIcon>
      )}
      {at < items.length - 1 && (
        <ActionIcon className={css.on ?? ''} aria-label={t('media:next')} onClick={() => turnViewer(1)}>
          <IconChevronRight {...icon} />
        </ActionIcon>
      )}
      <footer className={css.foot} data-film={film || undefined}>
        {message.text !== '' && (
          <p className={css.caption} dir="auto">
            {message.text}
          </p>
        )}
        {film && !player.broken && <Controls player={player} length={file.duration} />}
      </footer>
    </dialog>
  )
}
