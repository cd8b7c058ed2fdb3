import { ActionIcon } from '@mantine/core'
import type { ChatId } from '@soroka/protocol'
import { IconPin, IconPinFilled } from '@tabler/icons-react'
import { useText } from '../../../i18n/i18n.ts'
import { Avatar } from '../../../ui/Avatar.tsx'
import { useFaceName, useNames } from '../names.ts'
import { useView, viewStore } from '../view-store.ts'
import { Picture } from './Picture.tsx'
import type { Seat } from './seats.ts'
import css from './TileView.module.css'
import { TileMarks } from './TileMarks.tsx'

/** Three bars that dance, in the place of a picture of the sound. */
function Waves() {
  const t = useText()
  return (
    <span className={css.waves} role="img" aria-label={t('calls:tile.speaking')}>
      <i />
      <i />
      <i />
    </span>
  )
}

/** Somebody in a group call: picture or face, name, marks, a ring while speaking; it can be kept large. */
export function TileView({ chat, seat, large }: { chat: ChatId; seat: Seat; large?: boolean }) {
  const t = useText()
  const name = useNames(chat)(seat.user)
  const face = useFaceName(seat.user, chat)
  const pinned = useView((state) => state.pinned)
  const mine = seat.device === null
  const isPinned = !mine && pinned === seat.device
  const film = seat.media.video ? seat.stream : null
  const PinIcon = isPinned ? IconPinFilled : IconPin
  return (
    <div
      className={css.tile}
      role="listitem"
      data-speaking={seat.speaking || undefined}
      data-large={large || undefined}
      data-device={seat.device ?? 'mine'}
    >
      {film ? (
        <Picture stream={film} label={t('calls:picture.of', { name })} mirrored={seat.mirrored} />
      ) : (
        <Avatar id={seat.user} name={face} size={large ? 'xl' : 'lg'} />
      )}
      {!seat.connected && <span className={css.waiting}>{t('calls:tile.connecting')}</span>}
      <span className={css.plate}>
        {seat.speaking ? <Waves /> : <TileMarks media={seat.media} quality={seat.quality} connected={seat.connected} />}
        <bdi className={css.name}>{name}</bdi>
      </span>
      {!mine && (
        <ActionIcon
          className={css.pin ?? ''}
          data-on={isPinned || undefined}
          aria-label={t(isPinned ? 'calls:button.unpin' : 'calls:button.pin', { name })}
          onClick={() =>
            viewStore.setState(isPinned ? { pinned: null, layout: 'grid' } : { pinned: seat.device, layout: 'speaker' })
          }
        >
          <PinIcon size={20} stroke={1.8} aria-hidden />
        </ActionIcon>
      )}
    </div>
  )
}
