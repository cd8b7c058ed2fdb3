import { ActionIcon, UnstyledButton } from '@mantine/core'
import type { AttachmentView, MessageView } from '@soroka/client/types'
import { IconPlayerPauseFilled, IconPlayerPlayFilled } from '@tabler/icons-react'
import { useLanguage, useText } from '../../../i18n/i18n.ts'
import { useUnheard } from '../../../stores/heardStore.ts'
import { bytesText, durationText } from '../measure.ts'
import { nextSpeed, seek, toggle } from '../player/player.dom.ts'
import { usePlaying } from '../player/playing-store.ts'
import css from './player.module.css'
import { UploadRing } from './UploadRing.tsx'
import { Waveform } from './Waveform.tsx'

interface Props {
  message: MessageView
  file: AttachmentView
}

function PlayButton({ message, file }: Props) {
  const t = useText()
  const playing = usePlaying(file.id)
  const unheard = useUnheard(message) && file.shape === 'voice'
  const on = playing !== null && !playing.paused
  const name = file.shape !== 'voice' ? file.name : t(unheard ? 'voice:unheard' : 'media:voice')
  return (
    <ActionIcon
      className={css.play ?? ''}
      variant="filled"
      size={44}
      data-coming={playing?.coming || undefined}
      aria-label={t(on ? 'media:pause' : 'media:play', { name })}
      onClick={() => toggle(message, file)}
    >
      {on ? <IconPlayerPauseFilled size={22} aria-hidden /> : <IconPlayerPlayFilled size={22} aria-hidden />}
      {unheard && <span className={css.unheard} />}
    </ActionIcon>
  )
}

/** A voice message or a piece of music with what it needs to be heard. */
export function PlayerRow({ message, file }: Props) {
  const t = useText()
  const language = useLanguage()
  const playing = usePlaying(file.id)
  const voice = file.shape === 'voice'
  const duration = playing?.duration ?? file.duration
  const whole = duration > 0 ? durationText(duration) : bytesText(file.size, language)
  return (
    <div className={css.row} data-voice={voice || undefined}>
      {file.upload ? (
        <span className={css.icon}>
          <UploadRing message={message} file={file} />
        </span>
      ) : (
        <PlayButton message={message} file={file} />
      )}
      <span className={css.words}>
        {voice ? (
          <Waveform file={file} at={playing?.at ?? 0} onSeek={(at) => seek(message, file, at)} />
        ) : (
          <bdi className={css.name}>{file.name}</bdi>
        )}
        {!voice && playing && duration > 0 && (
          <input
            className={css.range}
            type="range"
            max={duration}
            step={1000}
            value={playing.at}
            aria-label={t('media:place')}
            aria-valuetext={`${durationText(playing.at)} / ${whole}`}
            onPointerDown={(event) => event.stopPropagation()}
            onChange={(event) => seek(message, file, Number(event.currentTarget.value))}
          />
        )}
        <span className={css.foot}>
          <span className={css.times}>{playing ? `${durationText(playing.at)} / ${whole}` : whole}</span>
          {playing && (
            <UnstyledButton
              className={css.speed}
              aria-label={t('media:speed', { speed: playing.speed.toLocaleString(language) })}
              onClick={nextSpeed}
            >
              {playing.speed.toLocaleString(language)}×
            </UnstyledButton>
          )}
        </span>
      </span>
    </div>
  )
}
