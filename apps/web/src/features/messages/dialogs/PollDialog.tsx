import { Button, Switch, TextInput } from '@mantine/core'
import type { ChatView } from '@soroka/client/types'
import { useState } from 'react'
import { useText } from '../../../i18n/i18n.ts'
import { act } from '../../../ui/act.ts'
import { Sheet } from '../../../ui/Sheet.tsx'
import { useNow } from '../../../ui/use-now.ts'
import { sendMessage } from '../send.ts'
import css from './dialogs.module.css'
import { type Closing, closingTime, PollClosing } from './PollClosing.tsx'
import { PollOptions } from './PollOptions.tsx'
import { emptyOptions, repeats, written } from './poll-options.ts'

const longestQuestion = 300

/** A question, its answers, how people vote and when that ends. */
export default function PollDialog({ chat, onClose }: { chat: ChatView; onClose(): void }) {
  const t = useText()
  const minute = useNow()
  const [question, setQuestion] = useState('')
  const [options, setOptions] = useState(emptyOptions)
  const [multiple, setMultiple] = useState(false)
  const [anonymous, setAnonymous] = useState(false)
  const [closing, setClosing] = useState<Closing>({ kind: 'byHand' })
  const [busy, setBusy] = useState(false)
  const answers = written(options)
  const late = !anonymous && closing.kind === 'time' && !(closing.at > minute)
  const ready = question.trim() !== '' && !repeats(options) && answers.length >= 2 && !late
  const send = async () => {
    setBusy(true)
    const closesAt = anonymous ? undefined : closingTime(closing, Date.now())
    const poll = { options: answers, multiple, anonymous, ...(closesAt === undefined ? {} : { closesAt }) }
    const done = await act(sendMessage(chat.id, { text: question.trim(), poll }))
    setBusy(false)
    if (done) onClose()
  }
  return (
    <Sheet
      title={t('messages:poll.new')}
      onClose={onClose}
      footer={
        <Button disabled={!ready} loading={busy} onClick={() => void send()}>
          {t('messages:poll.send')}
        </Button>
      }
    >
      <div className={css.fields}>
        <TextInput
          label={t('messages:poll.question')}
          maxLength={longestQuestion}
          value={question}
          onChange={(event) => setQuestion(event.currentTarget.value)}
          data-autofocus
        />
        <PollOptions options={options} onChange={setOptions} />
        <div>
          <label className={css.switch}>
            {t('messages:poll.allowMultiple')}
            <Switch checked={multiple} onChange={(event) => setMultiple(event.currentTarget.checked)} />
          </label>
          <label className={css.switch}>
            {t('messages:poll.makeAnonymous')}
            <Switch checked={anonymous} onChange={(event) => setAnonymous(event.currentTarget.checked)} />
          </label>
          {anonymous && <p className={css.note}>{t('messages:poll.anonymousNote')}</p>}
        </div>
        {/* Votes of an anonymous poll are counted by its author alone: no clock can do that. */}
        {!anonymous && <PollClosing closing={closing} late={late} onChange={setClosing} />}
      </div>
    </Sheet>
  )
}
