import { Button, Textarea } from '@mantine/core'
import type { ChatView, MessageView } from '@soroka/client/types'
import { limits } from '@soroka/protocol'
import { type ReportReason, reportReasons } from '@soroka/protocol/contract'
import { IconEyeCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { engine } from '../../engine/engine.ts'
import { useLanguage, useText } from '../../i18n/i18n.ts'
import { useChats } from '../../stores/chatStore.ts'
import { act, sayFailure } from '../../ui/act.ts'
import field from '../../ui/Field.module.css'
import panel from '../../ui/Panel.module.css'
import { Sheet } from '../../ui/Sheet.tsx'
import { SwitchRow } from '../../ui/SwitchRow.tsx'
import { toastStore } from '../../ui/toast-store.ts'
import { fullTime } from '../../ui/time.ts'
import { TryAgain } from '../people/index.ts'
import css from './ReportSheet.module.css'
import { useCandidates } from './use-candidates.ts'
import { wordsOf } from './words-of.ts'

interface Props {
  chat: ChatView
  /** The message that was pointed at; without one the newest of the other person is chosen first. */
  message?: MessageView | undefined
  onClose(): void
}

/** Which messages, why, and what exactly those who run the server will see of the chat. */
export function ReportSheet({ chat, message, onClose }: Props) {
  const t = useText()
  const language = useLanguage()
  const author = message?.sender ?? chat.peer?.id
  const person = useChats((state) => (author === undefined ? undefined : state.people[author]))
  const candidates = useCandidates(chat, author, message)
  const all = candidates.data ?? (message ? [message] : [])
  const [picked, setPicked] = useState<readonly MessageView['id'][] | null>(null)
  const [reason, setReason] = useState<ReportReason | null>(null)
  const [words, setWords] = useState('')
  const [block, setBlock] = useState(chat.request)
  const [busy, setBusy] = useState(false)
  const first = message ?? all.at(-1)
  const chosen = picked ?? (first ? [first.id] : [])
  const name = person?.name ?? chat.title
  const toggle = ({ id }: MessageView) =>
    setPicked(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id])
  const report = async () => {
    const [about, ...others] = chosen
    if (about === undefined || reason === null || author === undefined) return
    setBusy(true)
    try {
      const said = words.trim() === '' ? {} : { words: words.trim() }
      const fresh = await engine.messages.report(chat.id, { messages: [about, ...others], reason, ...said })
      toastStore.getState().show({ kind: 'plain', text: t(fresh ? 'reports:done' : 'reports:before') })
      if (block && person?.blocked !== true) await act(engine.contacts.block(author))
      onClose()
    } catch (error) {
      sayFailure(error)
      setBusy(false)
    }
  }
  const ready = chosen.length > 0 && reason !== null && (reason !== 'other' || words.trim() !== '')
  return (
    <Sheet
      title={t('reports:title', { name })}
      onClose={onClose}
      footer={
        <Button
          color="danger"
          disabled={!ready}
          loading={busy}
          loaderProps={{ 'aria-label': t('app:wait') }}
          onClick={() => void report()}
        >
          {t('reports:send')}
        </Button>
      }
    >
      <fieldset className={css.group}>
        <legend className={panel.heading}>{t('reports:why')}</legend>
        <div className={panel.card}>
          {reportReasons.map((one) => (
            <label key={one} className={panel.row}>
              <input
                type="radio"
                name="report-reason"
                className={css.mark}
                checked={reason === one}
                onChange={() => setReason(one)}
              />
              <span className={panel.label}>{t(`reports:reason.${one}`)}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <Textarea
        classNames={{ input: field.area ?? '' }}
        label={t(reason === 'other' ? 'reports:wordsNeeded' : 'reports:words')}
        autosize
        minRows={1}
        maxRows={5}
        maxLength={limits.deskNote}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <fieldset className={css.group}>
        <legend className={panel.heading}>{t('reports:which', { most: limits.reportMessages })}</legend>
        <div className={panel.card}>
          {all.map((one) => {
            const on = chosen.includes(one.id)
            return (
              <label key={one.id} className={panel.row}>
                <input
                  type="checkbox"
                  aria-label={wordsOf(one, t)}
                  className={css.mark}
                  checked={on}
                  disabled={one.id === message?.id || (!on && chosen.length >= limits.reportMessages)}
                  onChange={() => toggle(one)}
                />
                <span className={panel.label}>
                  <span className={css.words} dir="auto">
                    {wordsOf(one, t)}
                  </span>
                  <span className={panel.hint}>{fullTime(one.at, language)}</span>
                </span>
              </label>
            )
          })}
          {candidates.isSuccess && all.length === 0 && <p className={panel.empty}>{t('reports:nothing')}</p>}
          {candidates.isError && <TryAgain onClick={() => void candidates.refetch()} />}
        </div>
      </fieldset>
      <div className={css.disclosed} role="note">
        <IconEyeCheck size={22} stroke={1.8} aria-hidden />
        <p>
          {t('reports:disclosed', { name })}
          {all.some((one) => one.files && chosen.includes(one.id)) && ` ${t('reports:files')}`}
        </p>
      </div>
      {person?.blocked !== true && (
        <div className={css.block}>
          <SwitchRow
            id="report-block"
            label={t('reports:block', { name })}
            hint={t('reports:blockHint')}
            on={block}
            onChange={setBlock}
          />
        </div>
      )}
    </Sheet>
  )
}
