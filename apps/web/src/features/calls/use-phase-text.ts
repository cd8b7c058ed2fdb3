import { useText } from '../../i18n/i18n.ts'
import type { OwnCall } from '../../stores/callStore.ts'

/** What happens before people hear each other, and when they do not any more; empty while they do. */
export function usePhaseText({ phase, state }: OwnCall): string {
  const t = useText()
  switch (phase) {
    case 'ringing':
      return t(state.members.some(({ heard }) => heard) ? 'calls:phase.rings' : 'calls:phase.calling')
    case 'connecting':
      return t('calls:phase.connecting')
    case 'reconnecting':
      return t('calls:phase.reconnecting')
    default:
      return ''
  }
}
