import { SettingsList, SettingsSection } from '../account/index.ts'
import { ChatWindow } from '../messages/index.ts'
import { PersonInfo } from '../people/index.ts'
import { type Pane, PaneStack } from '../../ui/PaneStack.tsx'
import { ChatList } from './ChatList.tsx'
import type { LayoutProps } from './layout-props.ts'
import css from './PhoneLayout.module.css'
import { TabBar } from './TabBar.tsx'

export function PhoneLayout({ area, chat, info, section, finding }: LayoutProps) {
  const panes: Pane[] = [
    {
      key: area,
      node: (
        <div className={css.base}>
          {area === 'chats' ? <ChatList current={null} finding={finding} /> : <SettingsList current={null} />}
          <TabBar area={area} />
        </div>
      ),
    },
  ]
  if (chat) panes.push({ key: chat, node: <ChatWindow key={chat} id={chat} back infoOpen={false} /> })
  if (chat && info) panes.push({ key: `${chat}/info`, node: <PersonInfo id={chat} mode="pane" /> })
  if (section) panes.push({ key: `settings/${section}`, node: <SettingsSection section={section} back /> })
  return <PaneStack panes={panes} />
}
