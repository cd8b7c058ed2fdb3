import { UnstyledButton } from '@mantine/core'
import type { AttachmentView, MessageView } from '@soroka/client/types'
import { IconPlayerPlayFilled, IconVolumeOff } from '@tabler/icons-react'
import { type SyntheticEvent, useEffect, useRef, useState } from 'react'
import { useText } from '../../../i18n/i18n.ts'
import { markHeard, useUnheard } from '../../../stores/heardStore.ts'
import { act } from '../../../ui/act.ts'
import { toastStore } from '../../../ui/toast-store.ts'
import { photoUrl } from '../../../ui/photo-url.dom.ts'
import { UploadRing } from '../bubble/UploadRing.tsx'
import { durationText } from '../measure.ts'
import { useFileUrl } from '../use-file-url.ts'
import css from './round.module.css'
import { RoundFrame } from './RoundFrame.tsx'
import { useSeen } from './use-seen.dom.ts'

interface Props {
  message: MessageView
  file: AttachmentView
}

/** What stands there until the video does. */
function Poster({ message, file }: Props) {
  const { url } = useFileUrl({ chat: message.chat, message: message.id, file }, file.preview?.id ?? null)
  return (
    <>
      {file.thumb && file.thumb.length > 0 && (
        <img className={css.blur} src={photoUrl(`thumb/${file.id}`, file.thumb)} alt="" draggable={false} />
      )}
      {url && <img src={url} alt="" decoding="async" draggable={false} />}
    </>
  )
}

const still = () =>
  matchMedia('(prefers-reduced-motion: reduce)').matches || document.documentElement.dataset['motion'] === 'off'

/** A face in a circle: it moves without a sound while it is in sight, and speaks from its beginning at a press. */
export function RoundBubble({ message, file }: Props) {
  const t = useText()
  const room = useRef<HTMLDivElement>(null)
  const video = useRef<HTMLVideoElement>(null)
  const seen = useSeen(room)
  const unheard = useUnheard(message)
  const place = { chat: message.chat, message: message.id, file }
  const [wanted, setWanted] = useState(false)
  const { url, failed, retry } = useFileUrl(place, seen || wanted ? file.id : null)
  const [sound, setSound] = useState(false)
  const [paused, setPaused] = useState(true)
  const [at, setAt] = useState(0)
  const [unplayable, setUnplayable] = useState(false)

  const speak = (player: HTMLVideoElement) => {
    player.currentTime = 0
    player.muted = false
    setSound(true)
    markHeard(message)
    void act(player.play())
  }
  // A silent loop, in sight only; where motion is unwelcome the picture stands.
  useEffect(() => {
    const player = video.current
    // Who has pressed hears it as soon as it is there.
    if (!player || sound || wanted || url === undefined) return
    player.muted = true
    if (seen && !still()) player.play().catch(() => undefined) // the browser may want a press first
    else player.pause()
  }, [seen, sound, wanted, url])
  const press = () => {
    const player = video.current
    if (unplayable) return toastStore.getState().show({ kind: 'error', text: t('voice:unplayable') })
    if (failed) return retry()
    if (!player) return setWanted(true)
    if (!sound) speak(player)
    else if (player.paused) void act(player.play())
    else player.pause()
  }
  const onTime = ({ currentTarget }: SyntheticEvent<HTMLVideoElement>) => setAt(currentTarget.currentTime * 1000)
  return (
    <div ref={room}>
      <RoundFrame className={css.bubble} progress={sound ? at / file.duration : 0}>
        <Poster message={message} file={file} />
        {url && (
          // People speak there; nobody wrote it down.
          // eslint-disable-next-line jsx-a11y/media-has-caption
          <video
            ref={video}
            src={url}
            muted={!sound}
            loop={!sound}
            playsInline
            aria-hidden
            onLoadedData={({ currentTarget }) => wanted && !sound && speak(currentTarget)}
            onPlay={() => setPaused(false)}
            onPause={() => setPaused(true)}
            onTimeUpdate={onTime}
            onError={() => setUnplayable(true)}
            onEnded={({ currentTarget }) => {
              currentTarget.currentTime = 0
              setWanted(false)
              setSound(false)
            }}
          />
        )}
        {paused && !file.upload && (
          <span className={css.disc}>
            <IconPlayerPlayFilled size={26} aria-hidden />
          </span>
        )}
        {!sound && !paused && (
          <span className={css.muted}>
            <IconVolumeOff size={16} stroke={2} aria-hidden />
          </span>
        )}
        <UnstyledButton
          className={css.watch}
          aria-label={t(
            failed ? 'media:retry' : unheard ? 'voice:unseen' : sound && !paused ? 'voice:stop' : 'voice:watch',
            { time: durationText(file.duration) },
          )}
          onClick={press}
        />
      </RoundFrame>
      {file.upload && <UploadRing message={message} file={file} />}
      <span className={css.foot}>
        {durationText(sound ? file.duration - at : file.duration)}
        {unheard && <span className={css.new} />}
      </span>
    </div>
  )
}
