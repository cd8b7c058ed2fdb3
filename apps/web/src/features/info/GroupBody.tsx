import type { ChatView } from '@soroka/client/types'
import {
  IconAlertTriangle,
  IconEdit,
  IconLink,
  IconLock,
  IconLogout,
  IconShieldCheck,
  IconTrash,
  IconUserPlus,
  IconUserQuestion,
} from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useText } from '../../i18n/i18n.ts'
import { FaceButton } from '../../ui/FaceButton.tsx'
import panel from '../../ui/Panel.module.css'
import { clearChat, deleteChat } from '../chat-actions/index.ts'
import { membersText } from '../people/index.ts'
import css from './InfoPanel.module.css'
import { InfoRow, rowIcon } from './InfoRow.tsx'
import { Tile, Tiles } from './Tiles.tsx'
import { LevelRow } from './LevelRow.tsx'
import { ExportRow } from './ExportRow.tsx'
import { TimerRow } from './TimerRow.tsx'
import { usePart } from './use-part.ts'
import { CallTiles } from './CallTiles.tsx'
import { AddPeopleSheet } from './AddPeopleSheet.tsx'
import { destroyGroup, leaveGroup } from './group-actions.ts'
import { Shelves } from './shelf/Shelves.tsx'
import { useMembers } from './use-members.ts'

export function GroupBody({ chat }: { chat: ChatView }) {
  const t = useText()
  const navigate = useNavigate()
  const { open } = usePart(chat.id)
  const { members, refresh } = useMembers(chat)
  const [adding, setAdding] = useState(false)
  const { rights, left } = chat
  const gone = (done: boolean) => {
    if (done) void navigate({ to: '/', replace: true })
  }
  return (
    <>
      <div className={css.face}>
        <FaceButton chat={chat} />
        <p className={css.name}>
          <bdi>{chat.title}</bdi>
        </p>
        <p className={css.line}>{left ? t('groups:left') : membersText(chat.memberCount, members, t)}</p>
      </div>
      <Tiles
        chat={chat}
        menu={[
          ...(rights.info && !left
            ? [{ label: t('people:part.edit'), icon: <IconEdit {...rowIcon} size={20} />, run: () => open('edit') }]
            : []),
          {
            label: t('chats:clear.action'),
            icon: <IconTrash {...rowIcon} size={20} />,
            danger: true,
            run: () => void clearChat(chat),
          },
        ]}
      >
        <CallTiles chat={chat} />
        {rights.add && !left && (
          <Tile icon={<IconUserPlus {...rowIcon} />} label={t('people:tile.add')} onClick={() => setAdding(true)} />
        )}
      </Tiles>
      {chat.joins.length > 0 && (
        <div className={panel.card}>
          <InfoRow
            icon={<IconUserQuestion {...rowIcon} />}
            label={t('people:part.joins')}
            value={String(chat.joins.length)}
            onClick={() => open('joins')}
          />
        </div>
      )}
      {chat.description !== '' && (
        <div className={panel.card}>
          <div className={panel.row}>
            <span className={`${panel.label} ${css.description}`}>
              {chat.description}
              <span className={panel.hint}>{t('groups:description')}</span>
            </span>
          </div>
        </div>
      )}
      <div className={panel.card}>
        {rights.info && !left && (
          <InfoRow icon={<IconEdit {...rowIcon} />} label={t('people:part.edit')} onClick={() => open('edit')} />
        )}
        {rights.manage && !left && (
          <InfoRow icon={<IconLink {...rowIcon} />} label={t('people:part.invites')} onClick={() => open('invites')} />
        )}
        <InfoRow
          icon={<IconShieldCheck {...rowIcon} />}
          label={t('people:part.rules')}
          {...(chat.policy.write === 'admins' ? { hint: t('groups:rules.announcements') } : {})}
          onClick={() => open('rules')}
        />
        {!left && <LevelRow chat={chat} />}
        <TimerRow chat={chat} />
        <ExportRow chat={chat} />
        <InfoRow
          icon={chat.warning ? <IconAlertTriangle {...rowIcon} className={css.warn} /> : <IconLock {...rowIcon} />}
          label={t('people:encryption.title')}
          hint={t(chat.warning ? `chats:warning.${chat.warning}` : 'groups:encrypted')}
        />
      </div>
      <Shelves chat={chat} />
      <div className={panel.card}>
        {left ? (
          <InfoRow
            icon={<IconTrash {...rowIcon} />}
            label={t('chats:remove')}
            danger
            onClick={() => void deleteChat(chat).then(gone)}
          />
        ) : (
          <InfoRow
            icon={<IconLogout {...rowIcon} />}
            label={t('chats:leave')}
            danger
            onClick={() => void leaveGroup(chat)}
          />
        )}
        {chat.role === 'owner' && !left && (
          <InfoRow
            icon={<IconTrash {...rowIcon} />}
            label={t('groups:destroy.action')}
            danger
            onClick={() => void destroyGroup(chat).then(gone)}
          />
        )}
      </div>
      {adding && (
        <AddPeopleSheet
          chat={chat}
          members={members}
          onClose={() => {
            setAdding(false)
            refresh()
          }}
        />
      )}
    </>
  )
}
