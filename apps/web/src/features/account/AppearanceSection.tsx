import { SegmentedControl, useMantineColorScheme } from '@mantine/core'
import { IconDeviceMobile, IconMoon, IconSun } from '@tabler/icons-react'
import { useState } from 'react'
import { useText } from '../../i18n/i18n.ts'
import { PreviewBubbles } from '../messages/index.ts'
import { usePrefs } from '../../stores/prefsStore.ts'
import css from '../../ui/Settings.module.css'
import seg from '../../ui/Segments.module.css'
import { SwitchRow } from '../../ui/SwitchRow.tsx'
import { useCoarsePointer } from '../../ui/use-viewport.dom.ts'
import { AccentChoice } from './AccentChoice.tsx'
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
  const coarse = useCoarsePointer()
  const [moving, setMoving] = useState(motionOn)
  const { compact, enterSends, setCompact, setEnterSends } = usePrefs((state) => state)
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
      <AccentChoice />
      <TextSizeChoice />
      <div className={css.card}>
        <SwitchRow
          id="animations"
          label={t('account:appearance.motion')}
          hint={t('account:appearance.motionHint')}
          on={moving}
          onChange={(on) => {
            setMotion(on)
            setMoving(on)
          }}
        />
        <SwitchRow id="compact" label={t('account:appearance.compact')} on={compact} onChange={setCompact} />
        {!coarse && (
          <SwitchRow
            id="enter-sends"
            label={t('account:appearance.enterSends')}
            hint={t(`account:appearance.${enterSends ? 'enterSendsHint' : 'enterBreaksHint'}`)}
            on={enterSends}
            onChange={setEnterSends}
          />
        )}
      </div>
    </>
  )
}
