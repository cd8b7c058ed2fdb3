import { Button, Switch } from '@mantine/core'
import type { PersonView } from '@soroka/client/types'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { engine } from '../../engine/engine.ts'
import { useText } from '../../i18n/i18n.ts'
import { chatStore } from '../../stores/chatStore.ts'
import { groupPhoto } from '../../ui/crop/index.ts'
import panel from '../../ui/Panel.module.css'
import { PhotoField } from '../photo/index.ts'
import { Sheet } from '../../ui/Sheet.tsx'
import { FormFailure, useSubmit } from '../auth/index.ts'
import { closeSheet } from '../../stores/sheetStore.ts'
import { PeoplePicker } from '../people/index.ts'
import { GroupFields } from './GroupFields.tsx'

/** People first, then what the group is called: the two steps of a new group. */
export function NewGroup({ onBack }: { onBack(): void }) {
  const t = useText()
  const navigate = useNavigate()
  const [people, setPeople] = useState<PersonView[]>([])
  const [naming, setNaming] = useState(false)
  const [name, setName] = useState('')
  const [description, setDescription] = useState('')
  const [photo, setPhoto] = useState<Uint8Array<ArrayBuffer> | undefined>()
  const [history, setHistory] = useState(true)
  const { busy, failure, submit, forgive } = useSubmit(async () => {
    const chat = await engine.groups.create({
      name: name.trim(),
      ...(description.trim() ? { description: description.trim() } : {}),
      ...(photo ? { photo } : {}),
      users: people.map((person) => person.id),
      policy: { history },
    })
    chatStore.getState().applyChats([chat], [])
    closeSheet()
    await navigate({ to: '/c/$chatId', params: { chatId: chat.id } })
  })
  if (!naming)
    return (
      <Sheet
        title={t('groups:new')}
        onClose={closeSheet}
        onBack={onBack}
        footer={
          <Button onClick={() => setNaming(true)}>
            {people.length === 0 ? t('groups:withoutPeople') : t('groups:next', { count: people.length })}
          </Button>
        }
      >
        <PeoplePicker chosen={people} onChange={setPeople} />
      </Sheet>
    )
  return (
    <Sheet
      title={t('groups:new')}
      onClose={closeSheet}
      onBack={() => setNaming(false)}
      footer={
        <>
          <FormFailure failure={failure} />
          <Button loading={busy} disabled={name.trim() === ''} onClick={() => submit()}>
            {t('groups:create')}
          </Button>
        </>
      }
    >
      <PhotoField
        id="new"
        name={name}
        shape="group"
        photo={photo}
        has={photo !== undefined}
        target={groupPhoto}
        onChange={(bytes) => setPhoto(bytes ?? undefined)}
      />
      <form
        className={panel.fields}
        onSubmit={(event) => {
          event.preventDefault()
          if (name.trim() !== '') submit()
        }}
      >
        <GroupFields
          name={name}
          description={description}
          rows={[2, 6]}
          autoFocus
          onName={(text) => {
            setName(text)
            forgive()
          }}
          onDescription={setDescription}
        />
        <label className={panel.row} htmlFor="new-history">
          <span className={panel.label}>
            {t('groups:rules.history')}
            <span className={panel.hint}>{t(history ? 'groups:rules.historyOn' : 'groups:rules.historyOff')}</span>
          </span>
          <Switch
            id="new-history"
            aria-label={t('groups:rules.history')}
            checked={history}
            onChange={(event) => setHistory(event.currentTarget.checked)}
          />
        </label>
      </form>
    </Sheet>
  )
}
