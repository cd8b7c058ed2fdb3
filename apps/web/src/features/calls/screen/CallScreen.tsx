import { useEffect, useRef, useState } from 'react'
import { useText } from '../../../i18n/i18n.ts'
import type { OwnCall } from '../../../stores/callStore.ts'
import { useChats } from '../../../stores/chatStore.ts'
import { useReturnFocus } from '../../../ui/use-return-focus.dom.ts'
import { useViewport } from '../../../ui/use-viewport.dom.ts'
import { GuestKnocks } from '../guest/GuestKnocks.tsx'
import { useCallTitle, useNames } from '../names.ts'
import { useView } from '../view-store.ts'
import { AddSheet } from './AddSheet.tsx'
import { CallButtons } from './CallButtons.tsx'
import { CallHead } from './CallHead.tsx'
import css from './CallScreen.module.css'
import { DirectStage } from './DirectStage.tsx'
import { GroupStage } from './GroupStage.tsx'
import { OverView } from './OverView.tsx'
import { PeopleSheet } from './PeopleSheet.tsx'
import { ProblemBar } from './ProblemBar.tsx'
import { ReactionBar } from './ReactionBar.tsx'
import { Reactions } from './Reactions.tsx'
import { useCallKeys } from './use-call-keys.dom.ts'
import { useRaised } from './use-raised.ts'

/** The call that I am in: over everything, or beside its chat where there is room. */
export function CallScreen({ call }: { call: OwnCall }) {
  const t = useText()
  const screen = useRef<HTMLElement>(null)
  const [sheet, setSheet] = useState<'people' | 'add' | null>(null)
  const phone = useViewport() === 'phone'
  const beside = useView((state) => state.beside) && !phone
  const chat = useChats((state) => state.chats[call.state.chat])
  const title = useCallTitle(call.state.chat)
  const { talking } = useCallKeys(call, screen)
  const reacting = useView((state) => state.reacting)
  const raised = useRaised(call.tiles)
  const add = () => setSheet('add')
  const close = () => setSheet(null)
  const nameOf = useNames(call.state.chat)
  const group = chat?.kind !== 'direct'
  const showsScreen = call.media.screen || call.tiles.some(({ media }) => media.screen)
  useReturnFocus()
  useEffect(() => screen.current?.focus(), [])
  return (
    <section
      ref={screen}
      role="dialog"
      className={css.screen}
      data-beside={beside || undefined}
      data-covers={!beside || undefined}
      aria-label={t('calls:call', { name: title })}
      tabIndex={-1}
    >
      {call.over ? (
        <OverView call={call} over={call.over} />
      ) : (
        <>
          <CallHead call={call} group={group} onPeople={() => setSheet('people')} onAdd={add} />
          <ProblemBar problem={call.problem} />
          <GuestKnocks call={call} />
          {group || showsScreen || call.tiles.length > 1 ? <GroupStage call={call} /> : <DirectStage call={call} />}
          <p className={css.talk} role="status">
            {talking ? (
              <span>{t('calls:talk')}</span>
            ) : (
              raised && <span>{t('calls:handUp', { name: nameOf(raised) })}</span>
            )}
          </p>
          <Reactions chat={call.state.chat} />
          {reacting && <ReactionBar />}
          <CallButtons call={call} group={group} onAdd={add} />
        </>
      )}
      {sheet === 'people' && !call.over && <PeopleSheet call={call} onClose={close} onAdd={add} />}
      {sheet === 'add' && !call.over && <AddSheet call={call} onClose={close} />}
    </section>
  )
}
