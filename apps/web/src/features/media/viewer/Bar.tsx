import { ActionIcon } from '@mantine/core'
import { IconArrowForwardUp, IconDownload, IconMessageForward, IconShare2, IconX } from '@tabler/icons-react'
import { useLanguage, useText } from '../../../i18n/i18n.ts'
import { useChats } from '../../../stores/chatStore.ts'
import { clock, dayLabel, fullTime } from '../../../ui/time.ts'
import { useNow } from '../../../ui/use-now.ts'
import { isVisual } from '../shapes.ts'
import { canShareFiles } from '../can-share.dom.ts'
import { shareFiles } from '../share-file.dom.ts'
import { saveAndSay } from '../save-file.dom.ts'
import css from './viewer.module.css'
import type { Shown } from './viewer-store.ts'

const icon = { size: 24, stroke: 1.8, 'aria-hidden': true }

interface Props {
  item: Shown
  onForward(): void
  onShow(): void
  onClose(): void
}

/** Who sent it and when, and what one does with it. */
export function Bar({ item: { message, file }, onForward, onShow, onClose }: Props) {
  const t = useText()
  const language = useLanguage()
  const now = useNow()
  const name = useChats((state) => state.people[message.sender]?.name ?? state.chats[message.chat]?.title)
  const album = (message.files ?? []).filter(({ shape }) => isVisual(shape))
  const place = album.findIndex(({ id }) => id === file.id)
  return (
    <header className={css.bar}>
      <span className={css.facts}>
        <bdi className={css.who}>{message.own ? t('messages:you') : name}</bdi>
        <span className={css.when}>
          {album.length > 1 && <span>{t('media:place_of', { at: place + 1, count: album.length })}</span>}
          <time dateTime={new Date(message.at).toISOString()} title={fullTime(message.at, language)}>
            {dayLabel(message.at, now, language)}, {clock(message.at, language)}
          </time>
        </span>
      </span>
      {message.state === 'sent' && (
        <ActionIcon size={44} aria-label={t('media:forward')} onClick={onForward}>
          <IconArrowForwardUp {...icon} />
        </ActionIcon>
      )}
      <ActionIcon size={44} aria-label={t('media:show')} onClick={onShow}>
        <IconMessageForward {...icon} />
      </ActionIcon>
      {message.state === 'sent' && canShareFiles([file]) && (
        <ActionIcon size={44} aria-label={t('share:out')} onClick={() => void shareFiles(message, [file])}>
          <IconShare2 {...icon} />
        </ActionIcon>
      )}
      <ActionIcon size={44} aria-label={t('media:saveThis')} onClick={() => saveAndSay(message, file)}>
        <IconDownload {...icon} />
      </ActionIcon>
      <ActionIcon size={44} aria-label={t('app:close')} onClick={onClose}>
        <IconX {...icon} />
      </ActionIcon>
    </header>
  )
}
