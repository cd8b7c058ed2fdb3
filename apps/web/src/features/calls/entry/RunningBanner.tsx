import { Button } from '@mantine/core'
import type { ChatView } from '@soroka/client/types'
import { IconPhone, IconVideo } from '@tabler/icons-react'
import { useText } from '../../../i18n/i18n.ts'
import { useCalls } from '../../../stores/callStore.ts'
import { joinCall } from '../calling.ts'
import { isMe } from '../../../ui/names.ts'
import { openPreview } from '../preview/open-preview.ts'
import { liveCall, peopleIn } from '../ringing.ts'
import css from './RunningBanner.module.css'

const icon = { size: 20, stroke: 1.8, 'aria-hidden': true }

/** In a chat: a call runs here, and who likes may come. */
export function RunningBanner({ chat }: { chat: ChatView }) {
  const t = useText()
  const call = useCalls((state) => liveCall(state, chat.id))
  const own = useCalls((state) => state.own?.state.id)
  const busy = useCalls((state) => state.own !== null && state.own.over === null)
  if (!call || call.id === own) return null
  const people = peopleIn(call)
  const elsewhere = people.some(isMe)
  // It rings for me: whoever answers it does so there.
  if (call.members.some(({ user, state }) => isMe(user) && state === 'ringing')) return null
  // A call of two that still rings is answered where it rings.
  if (chat.kind === 'direct' && !elsewhere) return null
  const Icon = call.video ? IconVideo : IconPhone
  return (
    <div className={css.banner} role="status">
      <span className={css.icon}>
        <Icon {...icon} />
      </span>
      <span className={css.words}>
        <span className={css.title}>{t(elsewhere ? 'calls:banner.elsewhere' : 'calls:banner.runs')}</span>
        <span className={css.line}>{t('calls:count', { count: people.length })}</span>
      </span>
      {/* One call at a time: the other one is left first. */}
      <Button
        disabled={busy}
        size="compact-md"
        onClick={() =>
          elsewhere ? joinCall(call.id, call.video, true) : openPreview({ chat: chat.id, call: call.id })
        }
      >
        {t(elsewhere ? 'calls:over.takeHere' : 'calls:banner.join')}
      </Button>
    </div>
  )
}
