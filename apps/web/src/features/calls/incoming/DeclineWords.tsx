import { ActionIcon, TextInput, UnstyledButton } from '@mantine/core'
import type { CallState } from '@soroka/client/types'
import { IconArrowLeft, IconSend2 } from '@tabler/icons-react'
import { useState } from 'react'
import { engine } from '../../../engine/engine.ts'
import { useText } from '../../../i18n/i18n.ts'
import { act } from '../../../ui/act.ts'
import { withCall } from '../calling.ts'
import css from './DeclineWords.module.css'

const ready = ['later', 'soon', 'write'] as const

interface Props {
  call: CallState
  onBack(): void
}

/** Refuses the call and says why, with words that are ready or one's own. */
export function DeclineWords({ call, onBack }: Props) {
  const t = useText()
  const [own, setOwn] = useState('')
  const say = (text: string) => {
    void withCall((controls) => controls.decline(call.id))
    void act(engine.messages.send(call.chat, { text }))
  }
  return (
    <form
      className={css.words}
      onSubmit={(event) => {
        event.preventDefault()
        if (own.trim() !== '') say(own.trim())
      }}
    >
      {ready.map((name) => (
        <UnstyledButton key={name} className={css.ready} onClick={() => say(t(`calls:incoming.ready.${name}`))}>
          {t(`calls:incoming.ready.${name}`)}
        </UnstyledButton>
      ))}
      <div className={css.own}>
        <ActionIcon className={css.back ?? ''} aria-label={t('app:back')} onClick={onBack}>
          <IconArrowLeft size={22} stroke={1.8} aria-hidden />
        </ActionIcon>
        <TextInput
          classNames={{ root: css.field ?? '', input: css.input ?? '' }}
          aria-label={t('calls:incoming.own')}
          placeholder={t('calls:incoming.own')}
          value={own}
          onChange={(event) => setOwn(event.currentTarget.value)}
        />
        <ActionIcon
          className={css.back ?? ''}
          type="submit"
          aria-label={t('calls:incoming.send')}
          disabled={own.trim() === ''}
        >
          <IconSend2 size={22} stroke={1.8} aria-hidden />
        </ActionIcon>
      </div>
    </form>
  )
}
