import type { AttachmentView } from '@soroka/client/types'
import { type KeyboardEvent, type PointerEvent, useState } from 'react'
import { useText } from '../../../i18n/i18n.ts'
import { Bars } from '../Bars.tsx'
import { durationText } from '../measure.ts'
import css from './player.module.css'

const bars = 32
const step = 5000

/** Sixty-four peaks as thirty-two levels. */
function levelsOf(peaks: Uint8Array | undefined): number[] {
  return Array.from({ length: bars }, (_, at) => Math.max(peaks?.[at * 2] ?? 0, peaks?.[at * 2 + 1] ?? 0) / 255)
}

interface Props {
  file: Pick<AttachmentView, 'duration' | 'peaks'>
  /** What was heard so far, in ms. */
  at: number
  onSeek(at: number): void
}

/** How loud a voice message is from its beginning to its end; a press, a drag or the arrows go to a place in it. */
export function Waveform({ file, at, onSeek }: Props) {
  const t = useText()
  const [dragged, setDragged] = useState<number | null>(null)
  const { duration } = file
  const shown = dragged ?? at
  const heard = duration > 0 ? shown / duration : 0
  const placeOf = ({ clientX, currentTarget }: PointerEvent) => {
    const { left, width } = currentTarget.getBoundingClientRect()
    return Math.min(1, Math.max(0, (clientX - left) / width)) * duration
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const to = { ArrowLeft: at - step, ArrowRight: at + step, Home: 0 }[event.key]
    if (to === undefined) return
    event.preventDefault()
    event.stopPropagation()
    onSeek(to)
  }
  return (
    <span
      className={css.wave}
      role="slider"
      tabIndex={0}
      aria-label={t('media:place')}
      aria-valuemin={0}
      aria-valuemax={Math.round(duration / 1000)}
      aria-valuenow={Math.round(shown / 1000)}
      aria-valuetext={`${durationText(shown)} / ${durationText(duration)}`}
      onPointerDown={(event) => {
        if (event.button !== 0) return
        // The message itself moves under a finger: not from here.
        event.stopPropagation()
        event.currentTarget.setPointerCapture(event.pointerId)
        setDragged(placeOf(event))
      }}
      onPointerMove={(event) => dragged !== null && setDragged(placeOf(event))}
      onPointerUp={(event) => {
        if (dragged === null) return
        setDragged(null)
        onSeek(placeOf(event))
      }}
      onPointerCancel={() => setDragged(null)}
      onKeyDown={onKeyDown}
    >
      <Bars levels={levelsOf(file.peaks)} count={bars} heard={heard} />
    </span>
  )
}
