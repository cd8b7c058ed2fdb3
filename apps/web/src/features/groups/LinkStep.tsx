import { Button, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useText } from '../../i18n/i18n.ts'
import panel from '../../ui/Panel.module.css'
import { Sheet } from '../../ui/Sheet.tsx'
import { closeSheet } from '../../stores/sheetStore.ts'
import { inviteHash } from './kept-invite.dom.ts'

/** A link that somebody sent, pasted by hand. */
export function LinkStep({ onBack }: { onBack(): void }) {
  const t = useText()
  const navigate = useNavigate()
  const [link, setLink] = useState('')
  const hash = inviteHash(link.trim())
  const open = () => {
    if (hash === null) return
    closeSheet()
    void navigate({ to: '/join', hash })
  }
  return (
    <Sheet
      title={t('groups:byLink')}
      onClose={closeSheet}
      onBack={onBack}
      low
      footer={
        <Button disabled={hash === null} onClick={open}>
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
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          error={link.trim() !== '' && hash === null ? t('groups:join.wrong') : undefined}
          value={link}
          onChange={(event) => setLink(event.currentTarget.value)}
        />
      </form>
      <p className={panel.note} />
    </Sheet>
  )
}
