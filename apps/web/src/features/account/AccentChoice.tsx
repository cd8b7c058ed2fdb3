import { UnstyledButton } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { useText } from '../../i18n/i18n.ts'
import css from '../../ui/Settings.module.css'
import { walkRadios } from '../../ui/walk-radios.dom.ts'
import { accent, accents, setAccent } from './accent.dom.ts'
import choice from './AccentChoice.module.css'

export function AccentChoice() {
  const t = useText()
  const [current, setCurrent] = useState(accent)
  return (
    <>
      <h3 className={css.caption} id="accent-label">
        {t('account:appearance.accent')}
      </h3>
      <div
        className={choice.choice}
        role="radiogroup"
        tabIndex={-1}
        aria-labelledby="accent-label"
        onKeyDown={walkRadios}
      >
        {accents.map((one) => (
          <UnstyledButton
            key={one}
            className={choice.accent}
            role="radio"
            aria-checked={one === current}
            tabIndex={one === current ? 0 : -1}
            onClick={() => {
              setAccent(one)
              setCurrent(one)
            }}
          >
            <span className={choice.disc} data-accent={one}>
              {one === current && <IconCheck size={22} stroke={2.4} aria-hidden />}
            </span>
            {t(`account:appearance.accents.${one}`)}
          </UnstyledButton>
        ))}
      </div>
    </>
  )
}
