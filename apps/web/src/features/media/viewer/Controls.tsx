import { ActionIcon, Box, UnstyledButton } from '@mantine/core'
import {
  IconMaximize,
  IconMinimize,
  IconPictureInPicture,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconVolume,
  IconVolumeOff,
} from '@tabler/icons-react'
import { useLanguage, useText } from '../../../i18n/i18n.ts'
import { act } from '../../../ui/act.ts'
import { durationText } from '../measure.ts'
import css from './controls.module.css'
import { type Player, speeds } from './use-player.dom.ts'
import { toggleFullScreen, useFullScreen } from './full-screen.dom.ts'

const icon = { size: 22, stroke: 1.8, 'aria-hidden': true }

interface Props {
  player: Player
  /** As the message says, in ms: a recorder's film does not know its own. */
  length: number
}

/** Plays, seeks, and what else one wants of a film. */
export function Controls({ player, length }: Props) {
  const t = useText()
  const language = useLanguage()
  const full = useFullScreen()
  const { film, at, paused, volume, speed } = player
  const duration = player.duration || length / 1000
  const percent = (seconds: number) => (duration > 0 ? `${Math.min(100, (seconds / duration) * 100)}%` : '0%')
  const faster = () => player.setSpeed(speeds[(speeds.findIndex((one) => one === speed) + 1) % speeds.length] ?? 1)
  const times = `${durationText(at * 1000)} / ${durationText(duration * 1000)}`
  return (
    <div className={css.controls}>
      <Box className={css.track} __vars={{ '--at': percent(at), '--ahead': percent(player.ahead) }}>
        <input
          className={css.seek}
          type="range"
          min={0}
          max={Math.max(0.1, duration)}
          step={0.1}
          value={Math.min(at, duration)}
          aria-label={t('media:film.place')}
          aria-valuetext={times}
          onChange={(event) => player.seek(Number(event.currentTarget.value))}
          onKeyDown={(event) => {
            const step = { ArrowLeft: -5, ArrowRight: 5 }[event.key]
            if (step === undefined) return
            event.preventDefault()
            player.seek(at + step)
          }}
        />
      </Box>
      <div className={css.line}>
        <ActionIcon size={44} aria-label={t(paused ? 'media:film.play' : 'media:film.pause')} onClick={player.toggle}>
          {paused ? <IconPlayerPlayFilled {...icon} /> : <IconPlayerPauseFilled {...icon} />}
        </ActionIcon>
        <span className={css.times}>{times}</span>
        <span className={css.volume}>
          <ActionIcon
            size={44}
            aria-label={t(volume === 0 ? 'media:film.unmute' : 'media:film.mute')}
            onClick={player.toggleSound}
          >
            {volume === 0 ? <IconVolumeOff {...icon} /> : <IconVolume {...icon} />}
          </ActionIcon>
          <Box className={css.loudness} __vars={{ '--at': `${volume * 100}%` }}>
            <input
              className={css.seek}
              type="range"
              min={0}
              max={1}
              step={0.05}
              value={volume}
              aria-label={t('media:film.volume')}
              onChange={(event) => player.setVolume(Number(event.currentTarget.value))}
            />
          </Box>
        </span>
        <UnstyledButton
          className={css.speed}
          aria-label={t('media:speed', { speed: speed.toLocaleString(language) })}
          onClick={faster}
        >
          {speed.toLocaleString(language)}×
        </UnstyledButton>
        {document.pictureInPictureEnabled && film && (
          <ActionIcon
            size={44}
            aria-label={t('media:film.aside')}
            onClick={() => void act(film.requestPictureInPicture())}
          >
            <IconPictureInPicture {...icon} />
          </ActionIcon>
        )}
        {document.fullscreenEnabled && (
          <ActionIcon
            size={44}
            aria-label={t(full ? 'media:film.window' : 'media:film.full')}
            onClick={() => void act(toggleFullScreen())}
          >
            {full ? <IconMinimize {...icon} /> : <IconMaximize {...icon} />}
          </ActionIcon>
        )}
      </div>
    </div>
  )
}
