import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { useText } from '../../i18n/i18n.ts'
import aloud from '../../ui/Aloud.module.css'
import css from '../../ui/Settings.module.css'
import seg from '../../ui/Segments.module.css'
import { setTextSize, textSize, textSizes } from './text-size.dom.ts'

const names = ['small', 'normal', 'large', 'larger'] as const

/** Takes effect at once on everything: sizes of the interface follow the size of its words. */
export function TextSizeChoice() {
  const t = useText()
  const [size, setSize] = useState(textSize)
  return (
    <>
      <h3 className={css.caption} id="text-size-label">
        {t('account:appearance.text')}
      </h3>
      <SegmentedControl
        fullWidth
        withItemsBorders={false}
        aria-labelledby="text-size-label"
        className={seg.control ?? ''}
        value={size}
        onChange={(chosen) => {
          setTextSize(chosen)
          setSize(chosen)
        }}
        data={textSizes.map((value, index) => ({
          value,
          label: (
            <span className={seg.letter} data-size={names[index]}>
              <span aria-hidden>A</span>
              <span className={aloud.aloud}>{t(`account:appearance.sizes.${names[index] ?? 'normal'}`)}</span>
            </span>
          ),
        }))}
      />
    </>
  )
}
