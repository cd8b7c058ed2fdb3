import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useId, useState } from 'react'
import { engine } from '../../../engine/engine.ts'
import { useText } from '../../../i18n/i18n.ts'
import { act } from '../../../ui/act.ts'
import { Sheet } from '../../../ui/Sheet.tsx'

interface Props {
  pack: { id: string; name: string }
  onClose(): void
}

/** Another name for a pack, one's own or taken from somebody: here it changes at once, with others when it is sent again. */
export default function RenamePack({ pack, onClose }: Props) {
  const t = useText()
  const form = useId()
  const [name, setName] = useState(pack.name)
  const [busy, setBusy] = useState(false)
  const wanted = name.trim()
  const same = wanted === '' || wanted === pack.name
  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (same) return
    setBusy(true)
    const done = await act(engine.stickers.renamePack(pack.id, wanted), { text: t('stickers:packRenamed') })
    setBusy(false)
    if (done) onClose()
  }
  return (
    <Sheet
      title={t('stickers:rename')}
      onClose={onClose}
      low
      footer={
        <Button type="submit" form={form} loading={busy} disabled={same}>
          {t('stickers:saveName')}
        </Button>
      }
    >
      <form id={form} onSubmit={(event) => void save(event)}>
        <TextInput
          label={t('stickers:packName')}
          description={t('stickers:renameNote')}
          maxLength={40}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      </form>
    </Sheet>
  )
}
