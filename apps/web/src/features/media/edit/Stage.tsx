import { useElementSize } from '@mantine/hooks'
import { useLayoutEffect, useRef, useState } from 'react'
import { useText } from '../../../i18n/i18n.ts'
import { CropFrame } from './CropFrame.tsx'
import css from './edit.module.css'
import type { Box, Edits, Mark } from './edits.ts'
import { seenSize } from './geometry.ts'
import { type Easel, paintThrough } from './paint.ts'
import { beginMark, type Brush, type Tool } from './tools.ts'
import { useStrokes } from './use-strokes.dom.ts'
import { viewOf } from './view.ts'

interface Props {
  easel: Easel
  edits: Edits
  tool: Tool
  brush: Brush
  /** Width by height of the crop in pixels, when it is fixed. */
  ratio: number | null
  onChange(edits: Edits): void
}

/** The picture as it will be, under the fingers. */
export function Stage({ easel, edits, tool, brush, ratio, onChange }: Props) {
  const t = useText()
  const { ref: room, width, height } = useElementSize<HTMLDivElement>()
  const canvas = useRef<HTMLCanvasElement>(null)
  /** What grows under the finger now. */
  const [mark, setMark] = useState<Mark | null>(null)
  const [live, setLive] = useState<{ crop: Box; held: boolean } | null>(null)
  const cropping = tool === 'crop'
  const crop = live?.crop ?? edits.crop
  const longer = Math.max(easel.size.width, easel.size.height)
  const stage = { width, height }
  const shown = width > 0 && height > 0
  const view = shown
    ? viewOf(easel.size, edits, live && !live.held ? live.crop : edits.crop, stage, cropping ? 28 : 12)
    : null
  const rect = view?.rectOf(crop)

  useLayoutEffect(() => {
    const element = canvas.current
    const paper = element?.getContext('2d')
    if (!element || !paper || !view || !rect) return
    const dense = Math.min(2, devicePixelRatio)
    element.width = Math.round(width * dense)
    element.height = Math.round(height * dense)
    const [a, b, c, d, e, f] = view.matrix
    if (!cropping) {
      paper.beginPath()
      paper.rect(rect.x * dense, rect.y * dense, rect.width * dense, rect.height * dense)
      paper.clip()
    }
    const marks = mark ? [...edits.marks, mark] : edits.marks
    paintThrough(paper, easel, marks, [a * dense, b * dense, c * dense, d * dense, e * dense, f * dense])
  })

  useStrokes(canvas, {
    view,
    longer,
    active: !cropping && shown,
    begin: (x, y, unit) => beginMark(tool === 'blur' ? 'blur' : 'draw', brush, x, y, unit),
    show: setMark,
    commit: (done) => onChange({ ...edits, marks: [...edits.marks, done] }),
  })
  const seen = seenSize(easel.size, edits)
  return (
    <div ref={room} className={css.stage}>
      <canvas ref={canvas} className={css.canvas} data-tool={tool} role="img" aria-label={t('editor:picture')} />
      {cropping && view && rect && (
        <CropFrame
          rect={rect}
          crop={edits.crop}
          whole={{ width: seen.width * view.scale, height: seen.height * view.scale }}
          share={ratio === null ? null : (ratio * seen.height) / seen.width}
          show={(box, held) => setLive({ crop: box, held })}
          commit={(box) => {
            setLive(null)
            onChange({ ...edits, crop: box })
          }}
        />
      )}
    </div>
  )
}
