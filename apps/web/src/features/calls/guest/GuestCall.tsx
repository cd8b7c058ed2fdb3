import {
  IconHandStop,
  IconLockFilled,
  IconMicrophone,
  IconMicrophoneOff,
  IconPhoneX,
  IconScreenShare,
  IconVideo,
  IconVideoOff,
} from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { useText } from '../../../i18n/i18n.ts'
import type { OwnCall } from '../../../stores/callStore.ts'
import { useViewport } from '../../../ui/use-viewport.dom.ts'
import { withCall } from '../calling.ts'
import { CallButton } from '../screen/CallButton.tsx'
import buttons from '../screen/CallButtons.module.css'
import head from '../screen/CallHead.module.css'
import screen from '../screen/CallScreen.module.css'
import { canShareScreen } from '../screen/can.dom.ts'
import { GroupStage } from '../screen/GroupStage.tsx'
import { ProblemBar } from '../screen/ProblemBar.tsx'
import { Reactions } from '../screen/Reactions.tsx'
import { useOwnSounds } from '../sound/use-sounds.dom.ts'
import { usePhaseText } from '../use-phase-text.ts'
import { useTimer } from '../use-timer.ts'
import { useGuest } from './guest-store.ts'

const icon = { size: 26, stroke: 1.8, 'aria-hidden': true }

/** The call of a guest: its people, and what is sent of him. It has no chat and nothing to browse. */
export function GuestCall({ call }: { call: OwnCall }) {
  const t = useText()
  const place = useRef<HTMLElement>(null)
  useOwnSounds(call, false)
  useEffect(() => place.current?.focus(), [])
  return (
    <section ref={place} className={screen.screen} data-covers aria-label={t('guest:title')} tabIndex={-1}>
      <Head call={call} />
      <ProblemBar problem={call.problem} />
      <GroupStage call={call} />
      <Reactions chat={call.state.chat} />
      <Buttons call={call} />
    </section>
  )
}

function Head({ call }: { call: OwnCall }) {
  const t = useText()
  const inviter = useGuest((state) => state.inviter)
  const phase = usePhaseText(call)
  const timer = useTimer(call)
  const line = phase === '' ? [timer, t('calls:people', { count: call.tiles.length + 1 })] : [phase]
  return (
    <header className={head.head}>
      <div className={head.words}>
        <h1 className={head.title}>
          <bdi>{inviter || t('guest:title')}</bdi>
        </h1>
        <p className={head.line}>
          {call.sealed && <IconLockFilled size={14} role="img" aria-label={t('calls:encryptedLong')} />}
          {line.filter((part) => part !== '').join(' · ')}
        </p>
      </div>
    </header>
  )
}

function Buttons({ call: { media } }: { call: OwnCall }) {
  const t = useText()
  const phone = useViewport() === 'phone'
  return (
    <div className={buttons.bar} role="toolbar" aria-label={t('calls:button.bars')}>
      <CallButton
        label={t('calls:button.mic')}
        icon={media.audio ? <IconMicrophone {...icon} /> : <IconMicrophoneOff {...icon} />}
        on={media.audio}
        onClick={() => void withCall((controls) => controls.setMicrophone(!media.audio))}
      />
      <CallButton
        label={t('calls:button.camera')}
        icon={media.video ? <IconVideo {...icon} /> : <IconVideoOff {...icon} />}
        on={media.video}
        onClick={() => void withCall((controls) => controls.setCamera(!media.video))}
      />
      {!phone && canShareScreen() && (
        <CallButton
          label={t('calls:button.screen')}
          icon={<IconScreenShare {...icon} />}
          lit={media.screen}
          onClick={() => void withCall((controls) => controls.shareScreen(!media.screen))}
        />
      )}
      <CallButton
        label={t('calls:button.hand')}
        icon={<IconHandStop {...icon} />}
        lit={media.hand}
        onClick={() => void withCall((controls) => controls.raiseHand(!media.hand))}
      />
      <CallButton
        label={t('calls:button.leave')}
        icon={<IconPhoneX {...icon} />}
        danger
        onClick={() => void withCall((controls) => controls.leave())}
      />
    </div>
  )
}
