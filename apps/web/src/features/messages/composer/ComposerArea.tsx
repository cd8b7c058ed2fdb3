import { Button } from '@mantine/core'
import type { ChatView, PersonView } from '@soroka/client/types'
import { useNavigate } from '@tanstack/react-router'
import { lazy, type ReactNode, Suspense } from 'react'
import { engine } from '../../../engine/engine.ts'
import { useText } from '../../../i18n/i18n.ts'
import { act } from '../../../ui/act.ts'
import { ask } from '../../../ui/layer-store.ts'
import { openDialog, useUi } from '../ui-store.ts'
import css from './ComposerArea.module.css'
import { Composer } from './Composer.tsx'

const SelectionBar = lazy(() => import('./SelectionBar.tsx'))

function Notice({ text, children }: { text: string; children?: ReactNode }) {
  return (
    <div className={css.notice}>
      <p className={css.text}>{text}</p>
      {children && <div className={css.actions}>{children}</div>}
    </div>
  )
}

/** A stranger's chat: nothing goes out until I decide. */
function Request({ chat, peer }: { chat: ChatView; peer: PersonView | undefined }) {
  const t = useText()
  const navigate = useNavigate()
  const block = async () => {
    const yes = await ask({
      title: t('messages:request.blockTitle', { name: chat.title }),
      text: t('messages:request.blockText'),
      confirm: t('messages:request.block'),
      danger: true,
    })
    if (!yes || !peer) return
    const done = await act(engine.contacts.block(peer.id).then(() => engine.chats.forget(chat.id)))
    if (done) void navigate({ to: '/' })
  }
  return (
    <Notice text={t('messages:request.text', { name: chat.title })}>
      <Button variant="default" onClick={() => void block()}>
        {t('messages:request.block')}
      </Button>
      <Button variant="default" onClick={() => openDialog({ kind: 'report' })}>
        {t('messages:report')}
      </Button>
      <Button onClick={() => void act(engine.chats.accept(chat.id))}>{t('messages:request.accept')}</Button>
    </Notice>
  )
}

function Left({ chat }: { chat: ChatView }) {
  const t = useText()
  const navigate = useNavigate()
  const forget = async () => {
    const done = await act(engine.chats.forget(chat.id))
    if (done) void navigate({ to: '/' })
  }
  return (
    <Notice text={t('messages:leftChat')}>
      <Button variant="default" onClick={() => void forget()}>
        {t('messages:forgetChat')}
      </Button>
    </Notice>
  )
}

/** The field where one writes, or why one can't. */
export function ComposerArea({ chat, peer }: { chat: ChatView; peer: PersonView | undefined }) {
  const t = useText()
  const selecting = useUi((state) => state.selected !== null)
  if (selecting)
    return (
      <Suspense fallback={<div className={css.room} />}>
        <SelectionBar chat={chat} />
      </Suspense>
    )
  if (chat.left) return <Left chat={chat} />
  if (chat.request) return <Request chat={chat} peer={peer} />
  if (peer?.blocked)
    return (
      <Notice text={t('messages:blocked', { name: chat.title })}>
        <Button variant="default" onClick={() => void act(engine.contacts.unblock(peer.id))}>
          {t('messages:unblock')}
        </Button>
      </Notice>
    )
  if (!chat.rights.write) return <Notice text={t('messages:onlyAdmins')} />
  return <Composer key={chat.id} chat={chat} />
}
