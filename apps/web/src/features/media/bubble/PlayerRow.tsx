import { ActionIcon, UnstyledButton } from '@mantine/core'
import type { AttachmentView, MessageView } from '@soroka/client/types'
import { IconPlayerPauseFilled, IconPlayerPlayFilled } from '@tabler/icons-react'
import { useLanguage, useText } from '../../../i18n/i18n.ts'
import { bytesText, durationText } from '../measure.ts'
import { nextSpeed, toggle, usePlaying } from '../player/player-store.dom.ts'
import css from './attachments.module.css'
import { UploadRing } from './UploadRing.tsx'
import { Waveform } from './Waveform.tsx'

/** A voice message or a piece of music with what it needs to be heard. */
export function PlayerRow({ message, file }: { message: MessageView; file: AttachmentView }) {
  const t = useText()
  const language = useLanguage()
  const playing = usePlaying(file.id)
  const on = playing !== null && !playing.paused
  const voice = file.shape === 'voice'
  const times = file.duration > 0 ? durationText(file.duration) : bytesText(file.size, language)
  return (
    <div className={css.row}>
      {file.upload ? (
        <span className={css.icon}>
          <UploadRing message={message} file={file} />
        </span>
      ) : (
        <ActionIcon
          className={css.play ?? ''}
          variant="filled"
          size={44}
          aria-label={t(on ? 'media:pause' : 'media:play', { name: voice ? t('media:voice') : file.name })}
          onClick={() => toggle(message, file)}
        >
          {on ? <IconPlayerPauseFilled size={22} aria-hidden /> : <IconPlayerPlayFilled size={22} aria-hidden />}
        </ActionIcon>
      )}
      <span className={css.words}>
        {voice ? (
          <Waveform message={message} file={file} at={playing?.at ?? 0} />
        ) : (
          <bdi className={css.nameStart}>{file.name}</bdi>
        )}
        <span className={css.size}>
          {file.gone ? t('media:gone') : playing ? `${durationText(playing.at)} / ${times}` : times}
        </span>
      </span>
      {playing && (
        <UnstyledButton
          className={css.speed}
          aria-label={t('media:speed', { speed: playing.speed.toLocaleString(language) })}
          onClick={nextSpeed}
        >
          {playing.speed.toLocaleString(language)}×
        </UnstyledButton>
      )}
    </div>
  )
}
