import { ActionIcon, UnstyledButton } from '@mantine/core'
import { IconChevronDown, IconMicrophone, IconMicrophoneOff, IconPhoneX } from '@tabler/icons-react'
import { useText } from '../../../i18n/i18n.ts'
import { useCalls } from '../../../stores/callStore.ts'
import type { OwnCall } from '../../../stores/callStore.ts'
import { withCall } from '../calling.ts'
import { useCallTitle } from '../names.ts'
import { usePhaseText } from '../use-phase-text.ts'
import { useTimer } from '../use-timer.ts'
import css from './CallBar.module.css'

const icon = { size: 22, stroke: 1.8, 'aria-hidden': true }

function Bar({ call }: { call: OwnCall }) {
  const t = useText()
  const title = useCallTitle(call.state.chat)
  const phase = usePhaseText(call)
  const timer = useTimer(call.state)
  const { audio } = call.media
  if (call.over)
    return (
      <p className={css.bar} data-over role="status">
        <bdi className={css.title}>{title}</bdi>
        <span className={css.line}>{t(`calls:over.${call.over}`)}</span>
      </p>
    )
  const MicIcon = audio ? IconMicrophone : IconMicrophoneOff
  return (
    <section className={css.bar} aria-label={t('calls:call', { name: title })}>
      <ActionIcon
        className={css.action ?? ''}
        aria-label={t(audio ? 'calls:bar.mute' : 'calls:bar.unmute')}
        data-off={!audio || undefined}
        onClick={() => void withCall((controls) => controls.setMicrophone(!audio))}
      >
        <MicIcon {...icon} />
      </ActionIcon>
      <UnstyledButton
        className={css.words}
        title={t('calls:bar.back')}
        onClick={() => void withCall((controls) => controls.minimise(false))}
      >
        <bdi className={css.title}>{title}</bdi>
        <span className={css.line}>{phase === '' ? timer : phase}</span>
        <IconChevronDown size={20} stroke={1.8} className={css.up} aria-hidden />
      </UnstyledButton>
      <ActionIcon
        className={css.action ?? ''}
        data-kind="end"
        aria-label={t('calls:button.end')}
        onClick={() => void withCall((controls) => controls.leave())}
      >
        <IconPhoneX {...icon} />
      </ActionIcon>
    </section>
  )
}

/** The call that was put aside: how long it goes, the microphone, the way back. */
export default function CallBar() {
  const own = useCalls((state) => state.own)
  return own?.small ? <Bar call={own} /> : null
}
