import { Textarea, TextInput } from '@mantine/core'
import { limits } from '@soroka/protocol'
import { useText } from '../../i18n/i18n.ts'
import field from '../../ui/Field.module.css'

interface Props {
  name: string
  description: string
  /** Lines of the description: at first, and at most. */
  rows: readonly [number, number]
  autoFocus?: boolean
  onName(name: string): void
  onDescription(description: string): void
}

/** What a group is called, and what it is for. */
export function GroupFields({ name, description, rows, autoFocus = false, onName, onDescription }: Props) {
  const t = useText()
  const [minRows, maxRows] = rows
  return (
    <>
      <TextInput
        label={t('groups:name')}
        autoFocus={autoFocus}
        data-autofocus={autoFocus || undefined}
        maxLength={limits.chatName}
        value={name}
        onChange={(event) => onName(event.currentTarget.value)}
      />
      <Textarea
        classNames={{ input: field.area ?? '' }}
        label={t('groups:description')}
        autosize
        minRows={minRows}
        maxRows={maxRows}
        maxLength={limits.chatDescription}
        value={description}
        onChange={(event) => onDescription(event.currentTarget.value)}
      />
    </>
  )
}
