import { ActionIcon, UnstyledButton } from '@mantine/core'
import { IconFlipVertical, IconRotateClockwise2 } from '@tabler/icons-react'
import { useText } from '../../../i18n/i18n.ts'
import type { Size } from '../prepare/picture-sizes.ts'
import css from './edit.module.css'
import { type Edits, mirrored, turned } from './edits.ts'
import { croppedSize, seenSize, shaped } from './geometry.ts'

/** Shapes that a crop may keep, as they lie; standing pictures get them standing. */
export const shapes = { free: null, square: 1, classic: 4 / 3, wide: 16 / 9 } as const
export type Shape = keyof typeof shapes

/** Width by height of a shape for this crop. */
export function ratioOf(shape: Shape, size: Size, edits: Edits): number | null {
  const ratio = shapes[shape]
  const { width, height } = croppedSize(size, edits)
  return ratio === null || width >= height ? ratio : 1 / ratio
}

interface Props {
  size: Size
  edits: Edits
  shape: Shape
  onShape(shape: Shape): void
  onChange(edits: Edits): void
}

const icon = { size: 24, stroke: 1.8, 'aria-hidden': true }

/** Turn, mirror and shape. */
export function CropTools({ size, edits, shape, onShape, onChange }: Props) {
  const t = useText()
  const choose = (next: Shape) => {
    onShape(next)
    const ratio = ratioOf(next, size, edits)
    if (ratio !== null) onChange({ ...edits, crop: shaped(edits.crop, ratio, seenSize(size, edits)) })
  }
  return (
    <>
      <ActionIcon aria-label={t('editor:turn')} onClick={() => onChange(turned(edits))}>
        <IconRotateClockwise2 {...icon} />
      </ActionIcon>
      <ActionIcon aria-label={t('editor:mirror')} onClick={() => onChange(mirrored(edits))}>
        <IconFlipVertical {...icon} />
      </ActionIcon>
      <span className={css.chips} role="group" aria-label={t('editor:shape')}>
        {(Object.keys(shapes) as Shape[]).map((one) => (
          <UnstyledButton key={one} className={css.chip} aria-pressed={one === shape} onClick={() => choose(one)}>
            {t(`editor:shapes.${one}`)}
          </UnstyledButton>
        ))}
      </span>
    </>
  )
}
