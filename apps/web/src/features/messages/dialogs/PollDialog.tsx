import { ActionIcon, Button, Switch, TextInput } from '@mantine/core'
import type { ChatView } from '@soroka/client/types'
import { MAX_OPTIONS } from '@soroka/protocol/records'
import { IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useText } from '../../../i18n/i18n.ts'
import { act } from '../../../ui/act.ts'
import { Sheet } from '../../../ui/Sheet.tsx'
import { sendMessage } from '../send.ts'
import css from './dialogs.module.css'

const longestQuestion = 300
const longestOption = 100

/** A question and its answers; an empty field for one more is always there until there are enough. */
export default function PollDialog({ chat, onClose }: { chat: ChatView; onClose(): void }) {
  const t = useText()
  const [question, setQuestion] = useState('')
  const [options, setOptions] = useState([
    { key: 0, text: '' },
    { key: 1, text: '' },
  ])
  const [multiple, setMultiple] = useState(false)
  const [anonymous, setAnonymous] = useState(false)
  const [busy, setBusy] = useState(false)
  const written = options.map(({ text }) => text.trim()).filter((text) => text !== '')
  const ready = question.trim() !== '' && new Set(written).size === written.length && written.length >= 2
  const change = (key: number, text: string) => {
    const next = options.map((option) => (option.key === key ? { key, text } : option))
    const room = next.length < MAX_OPTIONS && next.every((option) => option.text !== '')
    setOptions(room ? [...next, { key: Math.max(...next.map((option) => option.key)) + 1, text: '' }] : next)
  }
  const drop = (key: number) => setOptions(options.filter((option) => option.key !== key))
  const send = async () => {
    setBusy(true)
    const poll = { options: written, multiple, anonymous }
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
        <div className={css.options} role="group" aria-label={t('messages:poll.options')}>
          {options.map((option, index) => (
            <div key={option.key} className={css.option}>
              <TextInput
                aria-label={t('messages:poll.option', { number: index + 1 })}
                placeholder={t('messages:poll.option', { number: index + 1 })}
                maxLength={longestOption}
                value={option.text}
                onChange={(event) => change(option.key, event.currentTarget.value)}
              />
              {options.length > 2 && (
                <ActionIcon
                  aria-label={t('messages:poll.dropOption', { number: index + 1 })}
                  onClick={() => drop(option.key)}
                >
                  <IconX size={20} stroke={1.8} aria-hidden />
                </ActionIcon>
              )}
            </div>
          ))}
        </div>
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
      </div>
    </Sheet>
  )
}
