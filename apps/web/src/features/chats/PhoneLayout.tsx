import { type ReactNode, Suspense } from 'react'
import { SettingsList, SettingsSection } from '../account/index.ts'
import { DeskList, DeskSection } from '../admin/index.ts'
import { CallsList } from '../calls/index.ts'
import { ContactsList } from '../contacts/index.ts'
import { DoorPage } from '../groups/index.ts'
import { InfoPanel } from '../info/index.ts'
import { NowPlaying } from '../media/index.ts'
import { type Pane, PaneStack } from '../../ui/PaneStack.tsx'
import { ChatList } from './ChatList.tsx'
import { ChatPane } from './later-panes.ts'
import type { LayoutProps } from './layout-props.ts'
import css from './PhoneLayout.module.css'
import { TabBar } from './TabBar.tsx'

export function PhoneLayout({ area, chat, info, part, section, finding, seeking, list }: LayoutProps) {
  const bases: Record<Exclude<LayoutProps['area'], 'desk' | 'join'>, ReactNode> = {
    chats: <ChatList current={null} finding={finding} list={null} />,
    calls: <CallsList />,
    contacts: <ContactsList />,
    settings: <SettingsList current={null} />,
  }
  const base = area === 'join' ? 'chats' : area === 'desk' ? 'settings' : area
  const panes: Pane[] = [
    {
      key: base,
      node: (
        <div className={css.base}>
          <Suspense fallback={<div />}>{bases[base]}</Suspense>
          <NowPlaying foot />
          <TabBar area={base} />
        </div>
      ),
    },
  ]
  if (list) panes.push({ key: list, node: <ChatList current={null} finding={false} list={list} /> })
  if (area === 'join') panes.push({ key: 'join', node: <DoorPage /> })
  if (chat) panes.push({ key: chat, node: <ChatPane key={chat} id={chat} back infoOpen={false} seeking={seeking} /> })
  if (chat && info) panes.push({ key: `${chat}/info`, node: <InfoPanel id={chat} part={part} mode="pane" /> })
  if (area === 'desk') {
    panes.push({ key: 'desk', node: <DeskList current={null} back /> })
    if (section) panes.push({ key: `desk/${section}`, node: <DeskSection section={section} back /> })
  } else if (section) panes.push({ key: `settings/${section}`, node: <SettingsSection section={section} back /> })
  return (
    <PaneStack panes={panes.map(({ key, node }) => ({ key, node: <Suspense fallback={null}>{node}</Suspense> }))} />
  )
}
