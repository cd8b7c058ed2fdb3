import {
  IconDots,
  IconHandStop,
  IconMessageCircle,
  IconMicrophone,
  IconMicrophoneOff,
  IconMoodSmile,
  IconPhoneX,
  IconScreenShare,
  IconVideo,
  IconVideoOff,
} from '@tabler/icons-react'
import { useText } from '../../../i18n/i18n.ts'
import type { OwnCall } from '../../../stores/callStore.ts'
import { useViewport } from '../../../ui/use-viewport.dom.ts'
import { withCall } from '../calling.ts'
import { isMe } from '../../../ui/names.ts'
import { useView, viewStore } from '../view-store.ts'
import { CallButton } from './CallButton.tsx'
import css from './CallButtons.module.css'
import { openCallMenu } from './call-menu.tsx'
import { canShareScreen } from './can.dom.ts'
import { useToggleChat } from './use-toggle-chat.ts'

const icon = { size: 26, stroke: 1.8, 'aria-hidden': true }

/** What one does most in a call; hanging up is the last and the only red one. */
export function CallButtons({ call, group, onAdd }: { call: OwnCall; group: boolean; onAdd(): void }) {
  const t = useText()
  const phone = useViewport() === 'phone'
  const beside = useView((state) => state.beside)
  const toggleChat = useToggleChat(call.state.chat)
  const { media, phase, state } = call
  const end = phase === 'ringing' && isMe(state.by) ? 'cancel' : group ? 'leave' : 'end'
  const more = (
    <CallButton
      label={t('calls:button.more')}
      icon={<IconDots {...icon} />}
      menu
      onClick={openCallMenu(call, t, onAdd)}
    />
  )
  const camera = (
    <CallButton
      label={t('calls:button.camera')}
      title={t('calls:button.cameraKeys')}
      icon={media.video ? <IconVideo {...icon} /> : <IconVideoOff {...icon} />}
      on={media.video}
      onClick={() => void withCall((controls) => controls.setCamera(!media.video))}
    />
  )
  return (
    <div className={css.bar} role="toolbar" aria-label={t('calls:button.bars')}>
      {phone && more}
      {phone && camera}
      <CallButton
        label={t('calls:button.mic')}
        title={t('calls:button.micKeys')}
        icon={media.audio ? <IconMicrophone {...icon} /> : <IconMicrophoneOff {...icon} />}
        on={media.audio}
        onClick={() => void withCall((controls) => controls.setMicrophone(!media.audio))}
      />
      {!phone && camera}
      {!phone && canShareScreen() && (
        <CallButton
          label={t('calls:button.screen')}
          icon={<IconScreenShare {...icon} />}
          lit={media.screen}
          onClick={() => void withCall((controls) => controls.shareScreen(!media.screen))}
        />
      )}
      {group && (
        <CallButton
          label={t('calls:button.hand')}
          icon={<IconHandStop {...icon} />}
          lit={media.hand}
          onClick={() => void withCall((controls) => controls.raiseHand(!media.hand))}
        />
      )}
      {!phone && group && (
        <CallButton
          label={t('calls:button.react')}
          icon={<IconMoodSmile {...icon} />}
          onClick={() => viewStore.setState({ reacting: true })}
        />
      )}
      {!phone && (
        <CallButton
          label={t('calls:button.chat')}
          icon={<IconMessageCircle {...icon} />}
          lit={beside}
          onClick={toggleChat}
        />
      )}
      {!phone && more}
      <CallButton
        label={t(`calls:button.${end}`)}
        icon={<IconPhoneX {...icon} />}
        danger
        onClick={() => void withCall((controls) => controls.leave())}
      />
    </div>
  )
}
