import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useText } from '../../i18n/i18n.ts'
import { Sheet } from '../../ui/Sheet.tsx'
import { closeSheet } from '../../stores/sheetStore.ts'
import { doorOf } from './kept-link.dom.ts'
import { useOpenDoor } from './use-kept-link.ts'

/** A link that somebody sent, pasted by hand. */
export function LinkStep({ onBack }: { onBack(): void }) {
  const t = useText()
  const openDoor = useOpenDoor()
  const [link, setLink] = useState('')
  const door = doorOf(link.trim())
  const open = () => {
    if (door === null) return
    closeSheet()
    openDoor(door)
  }
  return (
    <Sheet
      title={t('groups:byLink')}
      onClose={closeSheet}
      onBack={onBack}
      low
      footer={
        <Button disabled={door === null} onClick={open}>
          {t('groups:join.open')}
        </Button>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          open()
        }}
      >
        <TextInput
          label={t('groups:join.link')}
          placeholder={`${location.host}/join#…`}
          autoFocus
          data-autofocus
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          error={link.trim() !== '' && door === null ? t('groups:join.wrong') : undefined}
          value={link}
          onChange={(event) => setLink(event.currentTarget.value)}
        />
      </form>
    </Sheet>
  )
}
