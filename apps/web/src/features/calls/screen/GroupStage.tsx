import { Box } from '@mantine/core'
import type { ChatId } from '@soroka/protocol'
import { useText } from '../../../i18n/i18n.ts'
import { useAuth } from '../../../stores/authStore.ts'
import type { OwnCall } from '../../../stores/callStore.ts'
import { useChats } from '../../../stores/chatStore.ts'
import { ChatAvatar } from '../../../ui/ChatAvatar.tsx'
import { useViewport } from '../../../ui/use-viewport.dom.ts'
import { useNames } from '../names.ts'
import { peopleRung } from '../ringing.ts'
import { useView } from '../view-store.ts'
import css from './GroupStage.module.css'
import { OwnPicture } from './OwnPicture.tsx'
import { Picture } from './Picture.tsx'
import { columnsFor, type Seat, seatsOf } from './seats.ts'
import { ScreenPlate } from './ScreenPlate.tsx'
import { TileView } from './TileView.tsx'
import { useFlip } from './use-flip.dom.ts'
import { useSpeaker } from './use-speaker.ts'

const keyOf = (seat: Seat) => seat.device ?? 'mine'

/** Nobody has come yet: the face of the group, and who is being called. */
function Waiting({ call }: { call: OwnCall }) {
  const t = useText()
  const chat = useChats((state) => state.chats[call.state.chat])
  const nameOf = useNames(call.state.chat)
  const rung = peopleRung(call.state).map(nameOf)
  return (
    <div className={css.waiting}>
      {chat && <ChatAvatar chat={chat} size="xl" presence={false} />}
      <p role="status">{t(rung.length > 0 ? 'calls:phase.waiting' : 'calls:phase.alone')}</p>
      {rung.length > 0 && <p className={css.rung}>{`${t('calls:who.ringing')}: ${rung.join(', ')}`}</p>}
      <OwnPicture call={call} />
    </div>
  )
}

/** One large picture and the others in a column; on a phone below it. */
function Stage({ chat, large, seats }: { chat: ChatId; large: Seat; seats: Seat[] }) {
  const t = useText()
  const name = useNames(chat)(large.user)
  const others = large.screen ? seats : seats.filter((seat) => seat !== large)
  const list = useFlip<HTMLDivElement>(others.map(keyOf).join(' '))
  return (
    <div className={css.stage}>
      <div className={css.large} data-screen={large.screen !== null || undefined} role="list">
        {large.screen ? (
          <div role="listitem" className={css.screen}>
            <Picture stream={large.screen} label={t('calls:picture.screenOf', { name })} whole />
            <ScreenPlate chat={chat} seat={large} />
          </div>
        ) : (
          <TileView chat={chat} seat={large} large />
        )}
      </div>
      <div ref={list} className={css.column} role="list">
        {others.map((seat) => (
          <TileView key={keyOf(seat)} chat={chat} seat={seat} />
        ))}
      </div>
    </div>
  )
}

/** Three and more people: all of one size, or who speaks, is pinned or shows a screen large. */
export function GroupStage({ call }: { call: OwnCall }) {
  const { chat } = call.state
  const me = useAuth((state) => state.session?.user)
  const phone = useViewport() === 'phone'
  const layout = useView((state) => state.layout)
  const pinned = useView((state) => state.pinned)
  const seats = me ? seatsOf(call, me) : []
  const speaker = useSpeaker(seats)
  const grid = useFlip<HTMLDivElement>(seats.map(keyOf).join(' '))
  const showing = seats.find(({ media, screen }) => media.screen && screen !== null)
  if (showing) return <Stage chat={chat} large={showing} seats={seats} />
  if (call.tiles.length === 0) return <Waiting call={call} />
  const large = seats.find(({ device }) => device !== null && device === pinned) ?? speaker
  if (layout === 'speaker' && large && seats.length > 2)
    return (
      <Stage
        chat={chat}
        large={{ ...large, screen: null }}
        seats={seats.filter(({ device }) => device !== large.device)}
      />
    )
  return (
    <Box
      ref={grid}
      className={css.grid}
      role="list"
      data-odd={seats.length % 2 === 1 || undefined}
      __vars={{ '--columns': String(columnsFor(seats.length, phone)) }}
    >
      {seats.map((seat) => (
        <TileView key={keyOf(seat)} chat={chat} seat={seat} />
      ))}
    </Box>
  )
}
