import type { AttachmentView, MessageView } from '@soroka/client/types'
import type { KeyboardEvent, PointerEvent } from 'react'
import { useText } from '../../../i18n/i18n.ts'
import { durationText } from '../measure.ts'
import { seek } from '../player/player-store.dom.ts'
import css from './attachments.module.css'

const bars = 32
const height = 30
const step = 5000

/** Sixty-four peaks as thirty-two bars between a dot and the whole height. */
function heights(peaks: Uint8Array | undefined): number[] {
  return Array.from({ length: bars }, (_, at) => {
    const peak = Math.max(peaks?.[at * 2] ?? 0, peaks?.[at * 2 + 1] ?? 0)
    return Math.max(3, Math.round((peak / 255) * height))
  })
}

interface Props {
  message: MessageView
  file: AttachmentView
  /** What was heard so far, in ms. */
  at: number
}

/** How loud a voice message is from its beginning to its end; a press or the arrows go to a place in it. */
export function Waveform({ message, file, at }: Props) {
  const t = useText()
  const heard = file.duration > 0 ? at / file.duration : 0
  const go = (event: PointerEvent<HTMLSpanElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect()
    seek(message, file, ((event.clientX - left) / width) * file.duration)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const way = { ArrowLeft: -step, ArrowRight: step }[event.key]
    if (way === undefined) return
    event.preventDefault()
    event.stopPropagation()
    seek(message, file, at + way)
  }
  return (
    <span
      className={css.wave}
      role="slider"
      tabIndex={-1}
      aria-label={t('media:place')}
      aria-valuemin={0}
      aria-valuemax={Math.round(file.duration / 1000)}
      aria-valuenow={Math.round(at / 1000)}
      aria-valuetext={`${durationText(at)} / ${durationText(file.duration)}`}
      onPointerDown={go}
      onKeyDown={onKeyDown}
    >
      <svg viewBox={`0 0 ${bars * 5} ${height}`} preserveAspectRatio="none" aria-hidden>
        {heights(file.peaks).map((tall, bar) => (
          <rect
            key={bar}
            className={css.bar}
            data-heard={bar / bars < heard || undefined}
            x={bar * 5 + 1}
            y={(height - tall) / 2}
            width={3}
            height={tall}
            rx={1.5}
          />
        ))}
      </svg>
    </span>
  )
}
