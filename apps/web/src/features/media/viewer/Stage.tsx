import { ActionIcon } from '@mantine/core'
import { IconChevronLeft, IconChevronRight, IconDownload, IconX } from '@tabler/icons-react'
import { useEffect, useEffectEvent, useLayoutEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { useLanguage, useText } from '../../../i18n/i18n.ts'
import { act } from '../../../ui/act.ts'
import { fullTime } from '../../../ui/time.ts'
import { saveFile } from '../save-file.dom.ts'
import { Frame } from './Frame.tsx'
import css from './viewer.module.css'
import { closeViewer, turnViewer, viewerStore } from './viewer-store.ts'

const icon = { size: 24, stroke: 1.8, 'aria-hidden': true }

/** One picture or video over everything: arrows turn, Escape or a pull downwards closes. */
export default function Stage() {
  const t = useText()
  const language = useLanguage()
  const { message, files, at } = useStore(viewerStore)
  const dialog = useRef<HTMLDialogElement>(null)
  const file = files[at]
  useLayoutEffect(() => {
    const element = dialog.current
    if (!element) return
    if (!element.open) element.showModal()
    return () => element.close()
  }, [])
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    if (way === undefined || event.target instanceof HTMLVideoElement) return
    event.preventDefault()
    turnViewer(way)
  })
  useEffect(() => {
    const hear = (event: KeyboardEvent) => onKey(event)
    addEventListener('keydown', hear)
    return () => removeEventListener('keydown', hear)
  }, [])
  if (!message || !file) return null
  return (
    <dialog
      ref={dialog}
      className={css.stage}
      aria-label={t(`media:open.${file.shape}`, { name: file.name })}
      onCancel={(event) => {
        event.preventDefault()
        closeViewer()
      }}
    >
      <header className={css.bar}>
        <span className={css.facts}>
          {files.length > 1 && <span>{t('media:place_of', { at: at + 1, count: files.length })}</span>}
          <time>{fullTime(message.at, language)}</time>
        </span>
        <ActionIcon aria-label={t('media:saveThis')} onClick={() => void act(saveFile(message.chat, message.id, file))}>
          <IconDownload {...icon} />
        </ActionIcon>
        <ActionIcon aria-label={t('app:close')} onClick={closeViewer}>
          <IconX {...icon} />
        </ActionIcon>
      </header>
      <Frame key={file.id} message={message} file={file} onClose={closeViewer} onTurn={turnViewer} />
      {at > 0 && (
        <ActionIcon className={css.back ?? ''} aria-label={t('media:previous')} onClick={() => turnViewer(-1)}>
          <IconChevronLeft {...icon} />
        </ActionIcon>
      )}
      {at < files.length - 1 && (
        <ActionIcon className={css.on ?? ''} aria-label={t('media:next')} onClick={() => turnViewer(1)}>
          <IconChevronRight {...icon} />
        </ActionIcon>
      )}
      {message.text !== '' && <p className={css.caption}>{message.text}</p>}
    </dialog>
  )
}
