import { ActionIcon, UnstyledButton } from '@mantine/core'
import { IconBrush, IconEraser, IconMarquee2 } from '@tabler/icons-react'
import { useText } from '../../../i18n/i18n.ts'
import css from './edit.module.css'
import { type Brush, colours, type Width, widths } from './tools.ts'

interface Props {
  brush: Brush
  onBrush(brush: Brush): void
}

const icon = { size: 22, stroke: 1.8, 'aria-hidden': true }

function Widths({ brush, onBrush }: Props) {
  const t = useText()
  return (
    <span className={css.group} role="group" aria-label={t('editor:width')}>
      {(Object.keys(widths) as Width[]).map((width) => (
        <UnstyledButton
          key={width}
          className={css.dotButton}
          aria-label={t(`editor:widths.${width}`)}
          aria-pressed={brush.width === width}
          onClick={() => onBrush({ ...brush, width })}
        >
          <span className={css.dot} data-width={width} />
        </UnstyledButton>
      ))}
    </span>
  )
}

/** Pens in colours, and the eraser. */
export function DrawTools({ brush, onBrush }: Props) {
  const t = useText()
  return (
    <>
      <span className={css.colours} role="group" aria-label={t('editor:colour')}>
        {colours.map((colour, at) => (
          <UnstyledButton
            key={colour}
            className={css.colour}
            aria-label={t(`editor:colours.${at}`)}
            aria-pressed={brush.draw === 'pen' && brush.colour === colour}
            onClick={() => onBrush({ ...brush, draw: 'pen', colour })}
          >
            <span className={css.paint} data-colour={at} />
          </UnstyledButton>
        ))}
      </span>
      <span className={css.group}>
        <Widths brush={brush} onBrush={onBrush} />
        <ActionIcon
          className={css.choice ?? ''}
          aria-label={t('editor:eraser')}
          aria-pressed={brush.draw === 'erase'}
          onClick={() => onBrush({ ...brush, draw: brush.draw === 'erase' ? 'pen' : 'erase' })}
        >
          <IconEraser {...icon} />
        </ActionIcon>
      </span>
    </>
  )
}

const blurs = { brush: IconBrush, box: IconMarquee2, erase: IconEraser } as const

/** What hides: a brush, a box, and the way back. */
export function BlurTools({ brush, onBrush }: Props) {
  const t = useText()
  return (
    <>
      <span className={css.group} role="group" aria-label={t('editor:tools.blur')}>
        {(Object.keys(blurs) as (keyof typeof blurs)[]).map((blur) => {
          const Icon = blurs[blur]
          return (
            <ActionIcon
              key={blur}
              className={css.choice ?? ''}
              aria-label={t(`editor:blurs.${blur}`)}
              aria-pressed={brush.blur === blur}
              onClick={() => onBrush({ ...brush, blur })}
            >
              <Icon {...icon} />
            </ActionIcon>
          )
        })}
      </span>
      <Widths brush={brush} onBrush={onBrush} />
    </>
  )
}
