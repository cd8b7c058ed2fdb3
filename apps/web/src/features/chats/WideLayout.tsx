import { Suspense } from 'react'
import { SettingsList, SettingsSection } from '../account/index.ts'
import { DeskList, DeskSection } from '../admin/index.ts'
import { CallsList } from '../calls/index.ts'
import { ContactsList } from '../contacts/index.ts'
import { DoorPage } from '../groups/index.ts'
import { InfoDrawer, InfoPanel } from '../info/index.ts'
import { NowPlaying } from '../media/index.ts'
import { usePrefs } from '../../stores/prefsStore.ts'
import { useViewport } from '../../ui/use-viewport.dom.ts'
import { ChatList } from './ChatList.tsx'
import { ChatPane } from './later-panes.ts'
import type { LayoutProps } from './layout-props.ts'
import { NoChat } from './NoChat.tsx'
import { Rail } from './Rail.tsx'
import css from './WideLayout.module.css'

export function WideLayout({ area, chat, info, part, section, finding, seeking, list }: LayoutProps) {
  const wide = useViewport() === 'desktop'
  const remembered = usePrefs((state) => state.info)
  if (area === 'settings' || area === 'desk') {
    const desk = area === 'desk'
    const current = section ?? (desk ? 'people' : 'profile')
    return (
      <div className={css.grid}>
        <Rail area="settings" />
        <div className={css.list}>
          <Suspense fallback={null}>
            {desk ? <DeskList current={current} back /> : <SettingsList current={current} />}
          </Suspense>
          <NowPlaying foot />
        </div>
        <div className={css.main}>
          <Suspense fallback={null}>
            {desk ? <DeskSection section={current} back={false} /> : <SettingsSection section={current} back={false} />}
          </Suspense>
        </div>
      </div>
    )
  }
  const beside = wide && chat !== null && (remembered || info)
  return (
    <div className={css.grid} data-info={beside || undefined}>
      <Rail area={area} nest={chat} />
      <div className={css.list}>
        <Suspense fallback={null}>
          {area === 'calls' ? (
            <CallsList />
          ) : area === 'contacts' ? (
            <ContactsList />
          ) : (
            <ChatList current={chat} finding={finding} list={list} />
          )}
        </Suspense>
        {!chat && <NowPlaying foot />}
      </div>
      <div className={css.main}>
        <Suspense fallback={null}>
          {area === 'join' ? (
            <DoorPage />
          ) : chat ? (
            <ChatPane key={chat} id={chat} back={false} infoOpen={beside} seeking={seeking} />
          ) : (
            <NoChat />
          )}
        </Suspense>
      </div>
      {beside && (
        <div className={css.info}>
          <InfoPanel key={chat} id={chat} part={part} mode="column" />
        </div>
      )}
      {!wide && chat && <InfoDrawer id={chat} part={part} opened={info} />}
    </div>
  )
}
