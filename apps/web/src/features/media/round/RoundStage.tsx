import { ActionIcon } from '@mantine/core'
import { IconCameraRotate, IconPlayerPlayFilled } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useText } from '../../../i18n/i18n.ts'
import { act } from '../../../ui/act.ts'
import { cameraOf, longest } from '../voice/recording.dom.ts'
import type { Recording } from '../voice/recording-store.ts'
import css from './round.module.css'
import { RoundFrame } from './RoundFrame.tsx'

/** What the camera sees; the canvas that is recorded stands here itself. */
function Live({ id }: { id: string }) {
  const t = useText()
  const room = useRef<HTMLDivElement>(null)
  const [several, setSeveral] = useState(false)
  const [, turned] = useState(0)
  const camera = cameraOf(id)
  useEffect(() => {
    if (!camera) return
    room.current?.replaceChildren(camera.picture)
    let left = false
    void camera.several().then((yes) => left || setSeveral(yes))
    return () => {
      left = true
    }
  }, [camera])
  return (
    <>
      <div ref={room} className={css.live} data-mirrored={camera?.mirrored() || undefined} />
      {several && camera && (
        <ActionIcon
          className={css.turn ?? ''}
          variant="default"
          aria-label={t('voice:turn')}
          onClick={() => void act(camera.turn().then(() => turned((times) => times + 1)))}
        >
          <IconCameraRotate size={23} stroke={1.8} aria-hidden />
        </ActionIcon>
      )}
    </>
  )
}

/** What was recorded, before it is sent. */
function Recorded({ blob }: { blob: Blob }) {
  const t = useText()
  const video = useRef<HTMLVideoElement>(null)
  const [still, setStill] = useState(true)
  useEffect(() => {
    const url = URL.createObjectURL(blob)
    if (video.current) video.current.src = url
    return () => URL.revokeObjectURL(url)
  }, [blob])
  const toggle = () => {
    if (video.current?.paused === true) void act(video.current.play())
    else video.current?.pause()
  }
  return (
    <button
      type="button"
      className={css.recorded}
      aria-label={t(still ? 'voice:preview' : 'voice:stop')}
      onClick={toggle}
    >
      {/* People speak there; nobody wrote it down. */}
      {/* eslint-disable-next-line jsx-a11y/media-has-caption */}
      <video
        ref={video}
        preload="auto"
        playsInline
        onPlay={() => setStill(false)}
        onPause={() => setStill(true)}
        aria-hidden
      />
      {still && (
        <span className={css.disc}>
          <IconPlayerPlayFilled size={26} aria-hidden />
        </span>
      )}
    </button>
  )
}

/** The circle above the field: oneself as in a mirror, and how much of the minute is gone. */
export default function RoundStage({ id, recording }: { id: string; recording: Recording }) {
  const { phase, elapsed, heard } = recording
  const stands = (phase === 'paused' || phase === 'over') && heard !== undefined
  return (
    <div className={css.stage} data-held={phase === 'held' || undefined}>
      <RoundFrame className={css.circle} progress={elapsed / longest.round}>
        {stands ? <Recorded blob={heard} /> : <Live key={phase === 'asking' ? 'asking' : 'live'} id={id} />}
      </RoundFrame>
    </div>
  )
}
