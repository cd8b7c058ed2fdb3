import { Box, UnstyledButton } from '@mantine/core'
import type { AttachmentView, MessageView } from '@soroka/client/types'
import { IconPhotoOff, IconPlayerPlayFilled } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useText } from '../../../i18n/i18n.ts'
import { photoUrl } from '../../../ui/photo-url.dom.ts'
import { motionReduced } from '../../../ui/use-viewport.dom.ts'
import { useFileUrl } from '../use-file-url.ts'
import css from './attachments.module.css'
import { UploadRing } from './UploadRing.tsx'

interface PartProps {
  url: string
  playing: boolean
}

/** A film without sound; it rests while nobody sees it. */
function Film({ url, playing }: PartProps) {
  const film = useRef<HTMLVideoElement>(null)
  useEffect(() => {
    const element = film.current
    if (!element) return
    if (!playing) return element.pause()
    const watch = new IntersectionObserver(([entry]) => {
      // Some browsers save power by refusing: then its first picture stands there.
      if (entry?.isIntersecting) element.play().catch(() => undefined)
      else element.pause()
    })
    watch.observe(element)
    return () => watch.disconnect()
  }, [playing])
  return <video ref={film} className={css.picture} src={url} muted loop playsInline preload="auto" />
}

/** A picture plays for as long as it is one; stopped, its first frame is painted in its place. */
function Picture({ url, playing }: PartProps) {
  const paper = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const canvas = paper.current
    if (playing || !canvas) return
    const picture = new Image()
    const paint = () => {
      canvas.width = picture.naturalWidth
      canvas.height = picture.naturalHeight
      canvas.getContext('2d')?.drawImage(picture, 0, 0)
    }
    picture.addEventListener('load', paint, { once: true })
    picture.src = url
    return () => picture.removeEventListener('load', paint)
  }, [playing, url])
  if (playing) return <img className={css.picture} src={url} alt="" decoding="async" draggable={false} />
  return <canvas ref={paper} className={css.picture} />
}

/** A GIF in the feed: it plays in a loop, and stops and goes on at a press. */
export function GifTile({ message, file }: { message: MessageView; file: AttachmentView }) {
  const t = useText()
  const [playing, setPlaying] = useState(() => !motionReduced())
  const { url, failed, retry } = useFileUrl({ chat: message.chat, message: message.id, file }, file.id)
  const Part = file.type.startsWith('video/') ? Film : Picture
  const label = failed ? 'media:retry' : playing ? 'stickers:gifs.pause' : 'stickers:gifs.play'
  return (
    <Box className={css.tile}>
      <UnstyledButton
        className={css.open}
        aria-label={t(label)}
        tabIndex={-1}
        onClick={() => (failed ? retry() : setPlaying(!playing))}
      >
        {file.thumb && file.thumb.length > 0 && (
          <img className={css.thumb} src={photoUrl(`thumb/${file.id}`, file.thumb)} alt="" draggable={false} />
        )}
        {url && <Part url={url} playing={playing} />}
        {failed && (
          <span className={css.disc}>
            <IconPhotoOff size={24} stroke={1.8} aria-hidden />
          </span>
        )}
        {!failed && !playing && !file.upload && (
          <span className={css.disc}>
            <IconPlayerPlayFilled size={24} aria-hidden />
          </span>
        )}
        {!playing && <span className={css.length}>GIF</span>}
      </UnstyledButton>
      {file.upload && <UploadRing message={message} file={file} />}
    </Box>
  )
}
