import { Button, UnstyledButton } from '@mantine/core'
import type { MessageView, PollView } from '@soroka/client/types'
import { IconCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { engine } from '../../../engine/engine.ts'
import { useLanguage, useText } from '../../../i18n/i18n.ts'
import { act } from '../../../ui/act.ts'
import { clock, dayName } from '../../../ui/time.ts'
import { useNow } from '../../../ui/use-now.ts'
import { openDialog } from '../ui-store.ts'
import css from './Poll.module.css'

function kindOf(poll: PollView, closed: boolean): string {
  if (closed) return 'messages:poll.closed'
  if (poll.anonymous) return poll.multiple ? 'messages:poll.anonymousMultiple' : 'messages:poll.anonymous'
  return poll.multiple ? 'messages:poll.multiple' : 'messages:poll.open'
}

function Bar({ share }: { share: number }) {
  return (
    <svg className={css.bar} viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden>
      <rect className={css.track} width="100" height="4" rx="1" />
      <rect className={css.fill} width={Math.max(share, share > 0 ? 2 : 0)} height="4" rx="1" />
    </svg>
  )
}

/** A question with answers: choosing is a button, results are bars; several choices are sent together. */
export default function Poll({ message, poll }: { message: MessageView; poll: PollView }) {
  const t = useText()
  const language = useLanguage()
  const now = useNow()
  const [chosen, setChosen] = useState<readonly number[] | null>(null)
  const own = poll.options.flatMap((option, index) => (option.own ? [index] : []))
  const voted = own.length > 0
  // Its time may come while it stands on the screen.
  const closed = poll.closed || (poll.closesAt !== undefined && poll.closesAt <= now)
  const shown = poll.counted && (voted || closed)
  const live = !closed && message.seq !== undefined
  const marked = chosen ?? own
  const vote = (options: number[]) => {
    setChosen(null)
    void act(engine.messages.vote(message.chat, message.id, options))
  }
  const press = (index: number) => {
    if (!poll.multiple) return vote([index])
    const next = new Set(chosen ?? [])
    if (!next.delete(index)) next.add(index)
    setChosen(next.size === 0 ? null : [...next].toSorted((a, b) => a - b))
  }
  return (
    <div className={css.poll} role="group" aria-label={message.text}>
      <p className={css.question} dir="auto">
        {message.text}
      </p>
      <p className={css.kind}>{t(kindOf(poll, closed))}</p>
      <ul className={css.options}>
        {poll.options.map((option, index) => {
          const share = poll.voters > 0 ? Math.round((option.votes / poll.voters) * 100) : 0
          const content = (
            <>
              <span
                className={css.sign}
                data-kind={poll.multiple ? 'many' : 'one'}
                data-on={marked.includes(index) || undefined}
              >
                {marked.includes(index) && <IconCheck size={15} stroke={3} aria-hidden />}
              </span>
              <span className={css.label} dir="auto">
                {option.text}
              </span>
              {shown && <span className={css.share}>{share} %</span>}
              {shown && <Bar share={share} />}
            </>
          )
          return (
            <li key={index}>
              {live && !voted ? (
                <UnstyledButton
                  className={css.option}
                  role={poll.multiple ? 'checkbox' : 'radio'}
                  aria-checked={marked.includes(index)}
                  onClick={() => press(index)}
                >
                  {content}
                </UnstyledButton>
              ) : (
                <div
                  className={css.option}
                  aria-label={
                    shown ? t('messages:poll.result', { option: option.text, count: option.votes }) : undefined
                  }
                >
                  {content}
                </div>
              )}
            </li>
          )
        })}
      </ul>
      {poll.anonymous && !closed && <p className={css.note}>{t('messages:poll.anonymousNote')}</p>}
      <div className={css.foot}>
        <span>
          {t('messages:poll.voters', { count: poll.voters })}
          {live && poll.closesAt !== undefined && (
            <>
              {' · '}
              {t('messages:poll.until', {
                day: dayName(poll.closesAt, now, language),
                time: clock(poll.closesAt, language),
              })}
            </>
          )}
        </span>
      </div>
      {chosen && (
        <Button className={css.vote ?? ''} fullWidth variant="light" onClick={() => vote([...chosen])}>
          {t('messages:poll.vote')}
        </Button>
      )}
      <div className={css.actions}>
        {shown && !poll.anonymous && poll.voters > 0 && (
          <UnstyledButton className={css.action} onClick={() => openDialog({ kind: 'voters', message })}>
            {t('messages:poll.who')}
          </UnstyledButton>
        )}
        {live && voted && (
          <UnstyledButton className={css.action} onClick={() => vote([])}>
            {t('messages:poll.takeBack')}
          </UnstyledButton>
        )}
      </div>
    </div>
  )
}
