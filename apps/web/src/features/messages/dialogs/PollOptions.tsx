import { ActionIcon, TextInput } from '@mantine/core'
import { MAX_OPTIONS } from '@soroka/protocol/records'
import { IconX } from '@tabler/icons-react'
import { type KeyboardEvent, useState } from 'react'
import { useText } from '../../../i18n/i18n.ts'
import css from './dialogs.module.css'
import { changeOption, longestOption, type Option, pasteOptions, repeats } from './poll-options.ts'

interface Props {
  options: Option[]
  onChange(options: Option[]): void
}

/** Enter goes to the next field, as in a list that one writes. */
function onEnter(event: KeyboardEvent<HTMLInputElement>): void {
  if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
  const fields = [...(event.currentTarget.closest('[role="group"]')?.querySelectorAll('input') ?? [])]
  const next = fields[fields.indexOf(event.currentTarget) + 1]
  if (!next) return
  event.preventDefault()
  next.focus()
}

/** The answers of a poll, one field each; a pasted list fills several. */
export function PollOptions({ options, onChange }: Props) {
  const t = useText()
  const [dropped, setDropped] = useState(0)
  const full = options.length === MAX_OPTIONS
  return (
    <div className={css.options} role="group" aria-label={t('messages:poll.options')}>
      {options.map((option, index) => (
        <div key={option.key} className={css.option}>
          <TextInput
            aria-label={t('messages:poll.option', { number: index + 1 })}
            placeholder={t('messages:poll.option', { number: index + 1 })}
            maxLength={longestOption}
            value={option.text}
            onKeyDown={onEnter}
            onChange={(event) => {
              setDropped(0)
              onChange(changeOption(options, option.key, event.currentTarget.value))
            }}
            onPaste={(event) => {
              const several = pasteOptions(options, option.key, event.clipboardData.getData('text/plain'))
              if (!several) return
              event.preventDefault()
              setDropped(several.dropped)
              onChange(several.options)
            }}
          />
          {options.length > 2 && (
            <ActionIcon
              aria-label={t('messages:poll.dropOption', { number: index + 1 })}
              onClick={() => onChange(options.filter(({ key }) => key !== option.key))}
            >
              <IconX size={20} stroke={1.8} aria-hidden />
            </ActionIcon>
          )}
        </div>
      ))}
      <div role="status">
        {repeats(options) && <p className={css.error}>{t('messages:poll.repeats')}</p>}
        {full && (
          <p className={css.note}>
            {dropped > 0
              ? t('messages:poll.dropped', { most: MAX_OPTIONS, count: dropped })
              : t('messages:poll.full', { most: MAX_OPTIONS })}
          </p>
        )}
      </div>
    </div>
  )
}
