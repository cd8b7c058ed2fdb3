import { UnstyledButton } from '@mantine/core'
import type { CallState } from '@soroka/client/types'
import { IconChevronDown, IconMessageCircle, IconPhone, IconPhoneX, IconVideo } from '@tabler/icons-react'
import { useEffectEvent, useLayoutEffect, useRef, useState, type MouseEvent } from 'react'
import { useText } from '../../../i18n/i18n.ts'
import { useChats } from '../../../stores/chatStore.ts'
import { Avatar } from '../../../ui/Avatar.tsx'
import { ChatAvatar } from '../../../ui/ChatAvatar.tsx'
import { joinCall, withCall } from '../calling.ts'
import { useCallTitle, useNames } from '../names.ts'
import { viewStore } from '../view-store.ts'
import { DeclineWords } from './DeclineWords.tsx'
import css from './IncomingCall.module.css'

const icon = { size: 28, stroke: 1.8, 'aria-hidden': true }
const small = { size: 20, stroke: 1.8, 'aria-hidden': true }

const phone = '(max-width: 44.99em)'

/** Whoever was writing meant his message, not this call. */
const notMeant = 1000

/** Whoever rings: over everything on a phone, in the corner of a wider screen. Escape puts it aside and refuses nothing. */
export function IncomingCall({ call }: { call: CallState }) {
  const t = useText()
  const dialog = useRef<HTMLDialogElement>(null)
  const answer = useRef<HTMLButtonElement>(null)
  const [writing, setWriting] = useState(false)
  const chat = useChats((state) => state.chats[call.chat])
  const title = useCallTitle(call.chat)
  const caller = useNames(call.chat)(call.by)
  const group = chat?.kind === 'group'
  const shownAt = useRef(0)
  const meant = (answered: () => void) => (event: MouseEvent) => {
    // A press of a key, and not of the pointer: the focus came here by itself.
    if (event.detail > 0 || performance.now() - shownAt.current > notMeant) answered()
  }
  const aside = useEffectEvent(() => (writing ? setWriting(false) : viewStore.setState({ aside: call.id })))
  useLayoutEffect(() => {
    const element = dialog.current
    if (!element) return
    // A dialog that is open makes everything beside it deaf: only another one over it can be answered.
    if (matchMedia(phone).matches || document.querySelector('dialog:modal')) element.showModal()
    else element.show()
    answer.current?.focus()
    shownAt.current = performance.now()
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return
      event.preventDefault()
      event.stopPropagation()
      aside()
    }
    addEventListener('keydown', onKey, { capture: true })
    return () => {
      removeEventListener('keydown', onKey, { capture: true })
      element.close()
    }
  }, [])
  return (
    <dialog
      ref={dialog}
      role="alertdialog"
      className={css.call}
      aria-labelledby="incoming-name"
      aria-describedby="incoming-kind"
      onCancel={(event) => event.preventDefault()}
    >
      <UnstyledButton className={css.aside} aria-label={t('calls:incoming.aside')} onClick={aside}>
        <IconChevronDown {...small} size={24} />
      </UnstyledButton>
      <div className={css.face}>
        <span className={css.ring} data-group={group || undefined} />
        <span className={css.ring} data-late data-group={group || undefined} />
        {chat ? <ChatAvatar chat={chat} size="xl" presence={false} /> : <Avatar id={call.by} name={caller} size="xl" />}
      </div>
      <h2 id="incoming-name" className={css.name}>
        <bdi>{group ? title : caller}</bdi>
      </h2>
      <p id="incoming-kind" className={css.kind}>
        {call.video ? <IconVideo {...small} size={18} /> : <IconPhone {...small} size={18} />}
        {group ? t('calls:incoming.group', { name: caller }) : t(`calls:incoming.${call.video ? 'video' : 'audio'}`)}
      </p>
      {writing ? (
        <DeclineWords call={call} onBack={() => setWriting(false)} />
      ) : (
        <>
          <div className={css.answers}>
            <UnstyledButton
              className={css.answer}
              data-kind="decline"
              onClick={meant(() => void withCall((controls) => controls.decline(call.id)))}
            >
              <span className={css.disc}>
                <IconPhoneX {...icon} />
              </span>
              {t('calls:incoming.decline')}
            </UnstyledButton>
            {call.video && (
              <UnstyledButton className={css.answer} onClick={meant(() => joinCall(call.id, false))}>
                <span className={css.disc}>
                  <IconPhone {...icon} />
                </span>
                {t('calls:incoming.withoutVideo')}
              </UnstyledButton>
            )}
            <UnstyledButton
              ref={answer}
              className={css.answer}
              data-kind="answer"
              onClick={meant(() => joinCall(call.id, call.video))}
            >
              <span className={css.disc}>{call.video ? <IconVideo {...icon} /> : <IconPhone {...icon} />}</span>
              {t('calls:incoming.answer')}
            </UnstyledButton>
          </div>
          {!group && (
            <UnstyledButton className={css.write} onClick={() => setWriting(true)}>
              <IconMessageCircle {...small} />
              {t('calls:incoming.message')}
            </UnstyledButton>
          )}
        </>
      )}
    </dialog>
  )
}
