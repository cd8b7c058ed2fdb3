import type { ChatView } from '@soroka/client/types'
import { useText } from '../../../i18n/i18n.ts'
import { useChats, usePeer } from '../../../stores/chatStore.ts'
import type { OwnCall } from '../../../stores/callStore.ts'
import { ChatAvatar } from '../../../ui/ChatAvatar.tsx'
import { useCallTitle } from '../names.ts'
import { useTimer } from '../use-timer.ts'
import css from './DirectStage.module.css'
import { OwnPicture } from './OwnPicture.tsx'
import { Picture } from './Picture.tsx'
import { TileMarks } from './TileMarks.tsx'
import { usePhaseText } from '../use-phase-text.ts'

function Face({ chat, speaking }: { chat: ChatView | undefined; speaking: boolean }) {
  usePeer(chat)
  return (
    <div className={css.face} data-speaking={speaking || undefined}>
      <span className={css.halo} />
      <span className={css.sheen}>{chat && <ChatAvatar chat={chat} size="xl" presence={false} />}</span>
    </div>
  )
}

/** Two people: a face and the time, or their picture with mine in its corner. */
export function DirectStage({ call }: { call: OwnCall }) {
  const t = useText()
  const chat = useChats((state) => state.chats[call.state.chat])
  const title = useCallTitle(call.state.chat)
  const phase = usePhaseText(call)
  const timer = useTimer(call)
  const tile = call.tiles[0]
  const film = tile?.media.video && tile.stream ? tile.stream : null
  return (
    <div className={css.stage} data-film={film !== null || undefined}>
      {film && (
        <div className={css.film}>
          <Picture stream={film} label={t('calls:picture.of', { name: title })} />
        </div>
      )}
      {!film && <Face chat={chat} speaking={tile?.speaking === true} />}
      <div className={css.words}>
        <h1 className={css.name}>
          <bdi>{title}</bdi>
        </h1>
        <p className={css.line} role="status">
          {phase}
          {phase === '' && <span role="timer">{timer}</span>}
        </p>
        {tile && <TileMarks media={tile.media} quality={tile.quality} connected={tile.connected} />}
      </div>
      <OwnPicture call={call} />
    </div>
  )
}
