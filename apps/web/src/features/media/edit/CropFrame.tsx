import { Box } from '@mantine/core'
import { useRef } from 'react'
import { useText } from '../../../i18n/i18n.ts'
import type { Size } from '../prepare/picture-sizes.ts'
import css from './edit.module.css'
import type { Box as Part } from './edits.ts'
import type { Edge, Rect } from './geometry.ts'
import { useCrop } from './use-crop.dom.ts'

interface Props {
  rect: Rect
  crop: Part
  whole: Size
  share: number | null
  show(crop: Part, held: boolean): void
  commit(crop: Part): void
}

const edges: Edge[] = ['n', 's', 'e', 'w', 'ne', 'nw', 'se', 'sw']

/** The part that stays, with handles; what is outside of it is dimmed. */
export function CropFrame({ rect, ...options }: Props) {
  const t = useText()
  const frame = useRef<HTMLDivElement>(null)
  useCrop(frame, options)
  return (
    <div className={css.outside}>
      {/* Arrows move it, plus and minus zoom: it must take the focus. */}
      <Box
        ref={frame}
        className={css.frame}
        role="group"
        tabIndex={0}
        aria-label={t('editor:frame')}
        __vars={{
          '--left': `${rect.x}px`,
          '--top': `${rect.y}px`,
          '--width': `${rect.width}px`,
          '--height': `${rect.height}px`,
        }}
      >
        {edges.map((edge) => (
          <span key={edge} className={css.handle} data-edge={edge} />
        ))}
      </Box>
    </div>
  )
}
