import { SettingsList, SettingsSection } from '../account/index.ts'
import { ChatWindow } from '../messages/index.ts'
import { InfoDrawer, PersonInfo } from '../people/index.ts'
import { usePrefs } from '../../stores/prefsStore.ts'
import { useViewport } from '../../ui/use-viewport.dom.ts'
import { ChatList } from './ChatList.tsx'
import type { LayoutProps } from './layout-props.ts'
import { NoChat } from './NoChat.tsx'
import { Rail } from './Rail.tsx'
import css from './WideLayout.module.css'

export function WideLayout({ area, chat, info, section, finding }: LayoutProps) {
  const wide = useViewport() === 'desktop'
  const remembered = usePrefs((state) => state.info)
  if (area === 'settings')
    return (
      <div className={css.grid}>
        <Rail area={area} />
        <div className={css.list}>
          <SettingsList current={section ?? 'profile'} />
        </div>
        <div className={css.main}>
          <SettingsSection section={section ?? 'profile'} back={false} />
        </div>
      </div>
    )
  const beside = wide && chat !== null && (remembered || info)
  return (
    <div className={css.grid} data-info={beside || undefined}>
      <Rail area={area} />
      <div className={css.list}>
        <ChatList current={chat} finding={finding} />
      </div>
      <div className={css.main}>
        {chat ? <ChatWindow key={chat} id={chat} back={false} infoOpen={beside} /> : <NoChat />}
      </div>
      {beside && (
        <div className={css.info}>
          <PersonInfo key={chat} id={chat} mode="column" />
        </div>
      )}
      {!wide && chat && <InfoDrawer id={chat} opened={info} />}
    </div>
  )
}
