import { ActionIcon } from '@mantine/core'
import { IconMicrophone, IconMicrophoneOff, IconPhoneX } from '@tabler/icons-react'
import { useText } from '../../i18n/i18n.ts'
import { withCall } from './calling.ts'

const icon = { size: 22, stroke: 1.8, 'aria-hidden': true }

interface Props {
  className: string | undefined
}

/** The microphone of a call that is out of the way. */
export function MicButton({ on, className = '' }: Props & { on: boolean }) {
  const t = useText()
  const Icon = on ? IconMicrophone : IconMicrophoneOff
  return (
    <ActionIcon
      className={className}
      data-off={!on || undefined}
      aria-label={t(on ? 'calls:bar.mute' : 'calls:bar.unmute')}
      onClick={() => void withCall((controls) => controls.setMicrophone(!on))}
    >
      <Icon {...icon} />
    </ActionIcon>
  )
}

/** Hangs it up. */
export function EndButton({ className = '' }: Props) {
  const t = useText()
  return (
    <ActionIcon
      className={className}
      data-kind="end"
      aria-label={t('calls:button.end')}
      onClick={() => void withCall((controls) => controls.leave())}
    >
      <IconPhoneX {...icon} />
    </ActionIcon>
  )
}
