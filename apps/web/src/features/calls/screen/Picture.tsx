import { useCallback } from 'react'
import { standAt } from '../places.dom.ts'
import css from './Picture.module.css'

interface Props {
  stream: MediaStream
  label: string
  /** One sees oneself as in a mirror. */
  mirrored?: boolean
  /** The whole of it, with room beside; else it fills its place. */
  whole?: boolean
}

/** A moving picture without its sound: that plays apart, and goes on when no picture is shown. */
export function Picture({ stream, label, mirrored, whole }: Props) {
  const attach = useCallback(
    (video: HTMLVideoElement | null) => {
      if (!video) return undefined
      if (video.srcObject !== stream) video.srcObject = stream
      return standAt(video, stream)
    },
    [stream],
  )
  return (
    <video
      ref={attach}
      className={css.picture}
      data-mirrored={mirrored || undefined}
      data-whole={whole || undefined}
      muted
      autoPlay
      playsInline
      disablePictureInPicture
      aria-label={label}
    />
  )
}
