import { ActionIcon } from '@mantine/core'
import { IconArrowBack } from '@tabler/icons-react'
import { useEffect } from 'react'
import { createPortal } from 'react-dom'
import { useText } from '../../../i18n/i18n.ts'
import { useAuth } from '../../../stores/authStore.ts'
import type { OwnCall } from '../../../stores/callStore.ts'
import { Avatar } from '../../../ui/Avatar.tsx'
import { withCall } from '../calling.ts'
import { EndButton, MicButton } from '../LineButtons.tsx'
import { useNames } from '../names.ts'
import { Picture } from '../screen/Picture.tsx'
import { seatsOf } from '../screen/seats.ts'
import { useSpeaker } from '../screen/use-speaker.ts'
import { useTimer } from '../use-timer.ts'
import css from './FloatingCall.module.css'

const icon = { size: 22, stroke: 1.8, 'aria-hidden': true }

interface Props {
  call: OwnCall
  into: Window
}

/** Who speaks, and the three buttons that are needed while one works in another program. */
export function FloatingCall({ call, into }: Props) {
  const t = useText()
  const me = useAuth((state) => state.session?.user)
  const seat = useSpeaker(me ? seatsOf(call, me) : [])
  const timer = useTimer(call)
  const nameOf = useNames(call.state.chat)
  const over = call.over !== null
  useEffect(() => {
    if (over) into.close()
  }, [over, into])
  useEffect(() => () => into.close(), [into])
  const name = seat ? nameOf(seat.user) : ''
  const film = seat && (seat.screen ?? (seat.media.video ? seat.stream : null))
  return createPortal(
    <main className={css.window} aria-label={t('calls:call', { name })}>
      {film ? (
        <Picture stream={film} label={t('calls:picture.of', { name })} whole={seat.screen !== null} />
      ) : (
        seat && <Avatar id={seat.user} name={name} size="xl" />
      )}
      <p className={css.words}>
        <bdi>{name}</bdi> {timer}
      </p>
      <div className={css.bar}>
        <MicButton on={call.media.audio} className={css.action} />
        <ActionIcon
          className={css.action ?? ''}
          aria-label={t('calls:bar.back')}
          onClick={() => {
            void withCall((controls) => controls.minimise(false))
            into.close()
            window.focus()
          }}
        >
          <IconArrowBack {...icon} />
        </ActionIcon>
        <EndButton className={css.action} />
      </div>
    </main>,
    into.document.body,
  )
}
