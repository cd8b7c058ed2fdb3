import { Button } from '@mantine/core'
import type { ChatId } from '@soroka/protocol'
import { IconShare } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { engine } from '../../engine/engine.ts'
import { useText } from '../../i18n/i18n.ts'
import { chatStore } from '../../stores/chatStore.ts'
import { act } from '../../ui/act.ts'
import { Sheet } from '../../ui/Sheet.tsx'
import { attachShared, ChatTargets, sendMessage } from '../messages/index.ts'
import css from './ShareSheet.module.css'
import { dropShared, readShared, type Shared } from './kept-share.dom.ts'

/** One line of what was shared, so that it is seen before a chat is chosen. */
function What({ shared }: { shared: Shared }) {
  const t = useText()
  const [only] = shared.files.length === 1 ? shared.files : []
  return (
    <p className={css.what}>
      <IconShare size={20} stroke={1.8} aria-hidden />
      <bdi className={css.line}>
        {only?.name ?? (shared.files.length > 0 ? t('share:files', { count: shared.files.length }) : shared.text)}
      </bdi>
    </p>
  )
}

/** The words go into the field of the one chat, after what stands there; to several they go at once. */
async function shareText(chats: ChatId[], text: string): Promise<void> {
  const [only] = chats.length === 1 ? chats : []
  if (only === undefined) {
    for (const chat of chats) await sendMessage(chat, { text })
    return
  }
  const before = chatStore.getState().chats[only]?.draft
  await engine.chats.setDraft(only, { ...before, text: before?.text ? `${before.text}\n${text}` : text })
  // The field begins with what is known of the chat when it opens.
  const chat = await engine.chats.get(only)
  if (chat) chatStore.getState().applyChats([chat], [])
}

/** What another program shared goes to chats of one's choice. */
export default function ShareSheet() {
  const t = useText()
  const navigate = useNavigate()
  const [chosen, setChosen] = useState<ReadonlySet<ChatId>>(new Set())
  const [busy, setBusy] = useState(false)
  const { data: shared } = useQuery({ queryKey: ['shared'], queryFn: readShared, staleTime: 0, gcTime: 0 })
  const leave = () => {
    void dropShared()
    void navigate({ to: '/', replace: true })
  }
  const go = async () => {
    const [first, ...others] = chosen
    if (first === undefined || !shared) return
    setBusy(true)
    const { files, text } = shared
    const open = () => navigate({ to: '/c/$chatId', params: { chatId: first }, replace: true })
    if (files.length > 0) {
      attachShared([first, ...others], { files, text, onDone: () => void dropShared() })
      await open()
    } else if (await act(shareText([first, ...others], text))) {
      await dropShared()
      await (others.length === 0 ? open() : navigate({ to: '/', replace: true }))
    }
    setBusy(false)
  }
  if (shared === undefined) return null
  if (shared === null)
    return (
      <Sheet
        title={t('share:nothing')}
        low
        onClose={leave}
        footer={<Button onClick={leave}>{t('share:toChats')}</Button>}
      >
        <p className={css.text}>{t('share:nothingText')}</p>
      </Sheet>
    )
  return (
    <Sheet
      title={t('share:title')}
      onClose={leave}
      footer={
        <Button disabled={chosen.size === 0} loading={busy} onClick={() => void go()}>
          {chosen.size > 1 ? t('share:goTo', { count: chosen.size }) : t('share:go')}
        </Button>
      }
    >
      <What shared={shared} />
      <ChatTargets chosen={chosen} onChange={setChosen} />
    </Sheet>
  )
}
