import { UnstyledButton } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useText } from '../../../i18n/i18n.ts'
import { useCalls } from '../../../stores/callStore.ts'
import type { OwnCall } from '../../../stores/callStore.ts'
import { withCall } from '../calling.ts'
import { EndButton, MicButton } from '../LineButtons.tsx'
import { useCallTitle } from '../names.ts'
import { usePhaseText } from '../use-phase-text.ts'
import { useTimer } from '../use-timer.ts'
import css from './CallBar.module.css'

function Bar({ call }: { call: OwnCall }) {
  const t = useText()
  const title = useCallTitle(call.state.chat)
  const phase = usePhaseText(call)
  const timer = useTimer(call)
  if (call.over)
    return (
      <p className={css.bar} data-over role="status">
        <bdi className={css.title}>{title}</bdi>
        <span className={css.line}>{t(`calls:over.${call.over}`)}</span>
      </p>
    )
  return (
    <section className={css.bar} aria-label={t('calls:call', { name: title })}>
      <MicButton on={call.media.audio} className={css.action} />
      <UnstyledButton
        className={css.words}
        title={t('calls:bar.back')}
        onClick={() => void withCall((controls) => controls.minimise(false))}
      >
        <bdi className={css.title}>{title}</bdi>
        <span className={css.line}>{phase === '' ? timer : phase}</span>
        <IconChevronDown size={20} stroke={1.8} className={css.up} aria-hidden />
      </UnstyledButton>
      <EndButton className={css.action} />
    </section>
  )
}

/** The call that was put aside: how long it goes, the microphone, the way back. */
export default function CallBar() {
  const own = useCalls((state) => state.own)
  return own?.small ? <Bar call={own} /> : null
}
