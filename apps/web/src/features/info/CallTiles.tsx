import type { ChatView } from '@soroka/client/types'
import { IconPhone, IconVideo } from '@tabler/icons-react'
import { useText } from '../../i18n/i18n.ts'
import { mayCall, openPreview, startCall } from '../calls/index.ts'
import { rowIcon } from './InfoRow.tsx'
import { Tile } from './Tiles.tsx'

/** A person is called with or without a picture; a group in one way. */
export function CallTiles({ chat }: { chat: ChatView }) {
  const t = useText()
  if (!mayCall(chat)) return null
  const group = chat.kind === 'group'
  return (
    <>
      <Tile
        icon={<IconPhone {...rowIcon} />}
        label={t(group ? 'people:tile.groupCall' : 'people:tile.call')}
        onClick={() => (group ? openPreview({ chat: chat.id }) : startCall(chat.id, false))}
      />
      {!group && (
        <Tile
          icon={<IconVideo {...rowIcon} />}
          label={t('people:tile.video')}
          onClick={() => startCall(chat.id, true)}
        />
      )}
    </>
  )
}
