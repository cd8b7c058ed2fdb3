import { SegmentedControl, Switch, useMantineColorScheme } from '@mantine/core'
import { IconDeviceMobile, IconMoon, IconSun } from '@tabler/icons-react'
import { useState } from 'react'
import { useText } from '../../i18n/i18n.ts'
import { PreviewBubbles } from '../messages/index.ts'
import css from '../../ui/Settings.module.css'
import seg from '../../ui/Segments.module.css'
import { motionOn, setMotion } from './motion.dom.ts'
import { TextSizeChoice } from './TextSizeChoice.tsx'

const schemes = [
  { value: 'auto', icon: IconDeviceMobile },
  { value: 'light', icon: IconSun },
  { value: 'dark', icon: IconMoon },
] as const

export function AppearanceSection() {
  const t = useText()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const [moving, setMoving] = useState(motionOn)
  return (
    <>
      <div className={css.preview}>
        <PreviewBubbles question={t('account:appearance.question')} answer={t('account:appearance.answer')} />
      </div>
      <h3 className={css.caption} id="theme-label">
        {t('account:appearance.theme')}
      </h3>
      <SegmentedControl
        fullWidth
        withItemsBorders={false}
        aria-labelledby="theme-label"
        className={seg.control ?? ''}
        value={colorScheme}
        onChange={setColorScheme}
        data={schemes.map(({ value, icon: Icon }) => ({
          value,
          label: (
            <span className={seg.label}>
              <Icon size={18} stroke={1.8} aria-hidden />
              {t(`account:scheme.${value}`)}
            </span>
          ),
        }))}
      />
      <TextSizeChoice />
      <div className={css.card}>
        <label className={css.switchRow} htmlFor="animations">
          <span className={css.switchText}>
            <b>{t('account:appearance.motion')}</b>
            <span className={css.note}>{t('account:appearance.motionHint')}</span>
          </span>
          <Switch
            id="animations"
            aria-label={t('account:appearance.motion')}
            checked={moving}
            onChange={(event) => {
              setMotion(event.currentTarget.checked)
              setMoving(event.currentTarget.checked)
            }}
          />
        </label>
      </div>
    </>
  )
}
