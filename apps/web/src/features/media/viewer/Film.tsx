import { Box } from '@mantine/core'
import { useEffect } from 'react'
import { engine } from '../../../engine/engine.ts'
import { photoUrl } from '../../../ui/photo-url.dom.ts'
import { useMediaUrl } from '../stream/use-media-url.ts'
import { useFileUrl } from '../use-file-url.ts'
import { Problem } from './Problem.tsx'
import css from './viewer.module.css'
import type { Shown } from './viewer-store.ts'
import type { Player } from './use-player.dom.ts'
import { fit, stageSize } from './zoom.ts'

interface Props {
  item: Shown
  current: boolean
  player: Player
}

/** Films up to this size stay on the device once they came whole (bytes). */
const keeps = 64_000_000

/** A film with its poster until the first frame; it is read as it plays. */
export function Film({ item: { message, file }, current, player }: Props) {
  const place = { chat: message.chat, message: message.id, file }
  const poster = useFileUrl(place, file.preview?.id ?? null)
  const media = useMediaUrl(place, current)
  const size = fit(file, stageSize(), Number.POSITIVE_INFINITY)
  const problem = media.problem ?? (current ? player.problem : undefined)
  const { attach, leave, setBroken } = player
  const broken = current && problem !== undefined
  const here = current && player.duration > 0 && player.ahead > player.duration - 1
  useEffect(() => {
    if (!here || file.size > keeps) return
    // Kept for a day without a network; nobody waits for it.
    engine.files.read(message.chat, message.id, file.id).catch(() => undefined)
  }, [here, message.chat, message.id, file.id, file.size])
  // A film that was left stands still at its poster.
  useEffect(() => (current ? leave : undefined), [current, leave])
  useEffect(() => {
    if (!broken) return
    setBroken(true)
    return () => setBroken(false)
  }, [broken, setBroken])
  return (
    <Box
      className={css.sheet}
      data-picture
      __vars={{ '--width': `${size.width}px`, '--height': `${size.height}px`, '--zoom': '1', '--x': '0', '--y': '0' }}
    >
      {file.thumb && file.thumb.length > 0 && !poster.url && (
        <img className={css.blurred} src={photoUrl(`thumb/${file.id}`, file.thumb)} alt="" draggable={false} />
      )}
      {poster.url && <img src={poster.url} alt="" draggable={false} />}
      {current && media.url && !problem && (
        // Nobody has written captions for what people film themselves.
        // eslint-disable-next-line jsx-a11y/media-has-caption
        <video key={media.url} ref={attach} src={media.url} preload="auto" autoPlay playsInline />
      )}
      {problem && (
        <Problem
          code={problem}
          onRetry={() => {
            player.forget()
            media.retry()
          }}
        />
      )}
    </Box>
  )
}
