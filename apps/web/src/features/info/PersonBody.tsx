import type { ChatView } from '@soroka/client/types'
import {
  IconAt,
  IconBan,
  IconBrush,
  IconFlag,
  IconInfoCircle,
  IconLock,
  IconLockExclamation,
  IconMessageCircle,
  IconNote,
  IconPhone,
  IconTrash,
  IconUserMinus,
  IconUserPlus,
} from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { Suspense, useState } from 'react'
import { useLanguage, useText } from '../../i18n/i18n.ts'
import { usePeer } from '../../stores/chatStore.ts'
import { act } from '../../ui/act.ts'
import { FaceButton } from '../../ui/FaceButton.tsx'
import panel from '../../ui/Panel.module.css'
import { useNow } from '../../ui/use-now.ts'
import { clearChat, deleteChat } from '../chat-actions/index.ts'
import { CallTiles } from './CallTiles.tsx'
import { addContact, block, removeContact, unblock } from '../contacts/index.ts'
import css from './InfoPanel.module.css'
import { InfoRow, rowIcon } from './InfoRow.tsx'
import { Shelves } from './shelf/Shelves.tsx'
import { ReportSheet } from '../reports/index.ts'
import { presenceText, statusText, TrustMark } from '../people/index.ts'
import { Tile, Tiles } from './Tiles.tsx'
import { ExportRow } from './ExportRow.tsx'
import { TimerRow } from './TimerRow.tsx'
import { useRefreshContacts } from '../people/index.ts'
import { usePart } from './use-part.ts'

export function PersonBody({ chat }: { chat: ChatView }) {
  const t = useText()
  const language = useLanguage()
  const now = useNow()
  const navigate = useNavigate()
  const peer = usePeer(chat)
  const refresh = useRefreshContacts()
  const { open } = usePart(chat.id)
  const [reporting, setReporting] = useState(false)
  if (!peer) return null
  const gone = (done: boolean) => {
    if (done) void navigate({ to: '/', replace: true })
  }
  const changed = peer.verification === 'changed'
  const status = statusText(peer, now)
  const verified = peer.verification === 'verified'
  return (
    <>
      <div className={css.face}>
        <FaceButton chat={chat} />
        <p className={css.name}>
          <bdi>{chat.title}</bdi> <TrustMark verification={peer.verification} size={20} />
        </p>
        {peer.ownName && peer.ownName !== chat.title && <p className={css.line}>{peer.ownName}</p>}
        <p className={css.line} data-live={peer.online || undefined}>
          {presenceText(peer, now, language, t)}
        </p>
        {status && <p className={css.line}>{status}</p>}
      </div>
      <Tiles
        chat={chat}
        menu={[
          {
            label: t('chats:clear.action'),
            icon: <IconBrush {...rowIcon} size={20} />,
            danger: true,
            run: () => void clearChat(chat),
          },
          {
            label: t('chats:remove'),
            icon: <IconTrash {...rowIcon} size={20} />,
            danger: true,
            run: () => void deleteChat(chat).then(gone),
          },
        ]}
      >
        <CallTiles chat={chat} />
        <Tile
          icon={<IconMessageCircle {...rowIcon} />}
          label={t('people:tile.write')}
          onClick={() => void navigate({ to: '/c/$chatId', params: { chatId: chat.id } })}
        />
      </Tiles>
      <div className={panel.card}>
        <InfoRow icon={<IconAt {...rowIcon} />} label={`@${peer.nickname}`} hint={t('people:nickname')} />
        {peer.about && (
          <InfoRow icon={<IconInfoCircle {...rowIcon} />} label={peer.about} hint={t('people:card.about')} />
        )}
        {peer.phone && <InfoRow icon={<IconPhone {...rowIcon} />} label={peer.phone} hint={t('people:card.phone')} />}
        <InfoRow
          icon={<IconNote {...rowIcon} />}
          label={t('people:part.note')}
          {...(peer.note ? { hint: peer.note } : {})}
          onClick={() => open('note')}
        />
      </div>
      <div className={panel.card}>
        <TimerRow chat={chat} />
        <ExportRow chat={chat} />
        <InfoRow
          icon={changed ? <IconLockExclamation {...rowIcon} className={css.warn} /> : <IconLock {...rowIcon} />}
          label={t('people:encryption.title')}
          {...(verified
            ? { value: t('people:verify.short') }
            : { hint: t(changed ? 'chats:warning.key_changed' : 'people:encryption.check') })}
          onClick={() => open('verify')}
        />
      </div>
      <div className={panel.card}>
        {peer.contact ? (
          <InfoRow
            icon={<IconUserMinus {...rowIcon} />}
            label={t('people:removeContact')}
            accent
            onClick={() => void removeContact(peer).then(refresh)}
          />
        ) : (
          <InfoRow
            icon={<IconUserPlus {...rowIcon} />}
            label={t('people:addContact')}
            accent
            onClick={() => void addContact(peer).then(refresh)}
          />
        )}
        <InfoRow
          icon={<IconFlag {...rowIcon} />}
          label={t('messages:report')}
          danger
          onClick={() => setReporting(true)}
        />
        {peer.blocked ? (
          <InfoRow
            icon={<IconBan {...rowIcon} />}
            label={t('people:block.undo')}
            accent
            onClick={() => void unblock(peer).then(refresh)}
          />
        ) : (
          <InfoRow
            icon={<IconBan {...rowIcon} />}
            label={t('people:block.confirm')}
            danger
            onClick={() => void act(block(peer)).then(refresh)}
          />
        )}
      </div>
      <Shelves chat={chat} />
      <Suspense fallback={null}>
        {reporting && <ReportSheet chat={chat} onClose={() => setReporting(false)} />}
      </Suspense>
    </>
  )
}
