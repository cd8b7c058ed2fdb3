import { Button } from '@mantine/core'
import type { ChatView } from '@soroka/client/types'
import { useState } from 'react'
import { engine } from '../../engine/engine.ts'
import { useText } from '../../i18n/i18n.ts'
import { groupPhoto } from '../../ui/crop/index.ts'
import panel from '../../ui/Panel.module.css'
import { PhotoField } from '../photo/index.ts'
import { FormFailure, useSubmit } from '../auth/index.ts'
import { usePart } from './use-part.ts'
import { GroupFields } from '../groups/index.ts'

/** Name, photo and description of a group; all of them are sealed. */
export function EditPart({ chat }: { chat: ChatView }) {
  const t = useText()
  const { back } = usePart(chat.id)
  const [name, setName] = useState(chat.title)
  const [description, setDescription] = useState(chat.description)
  const [photo, setPhoto] = useState(chat.photo)
  const { busy, failure, submit, forgive } = useSubmit(async () => {
    await engine.groups.setInfo(chat.id, {
      ...(name.trim() === chat.title ? {} : { name: name.trim() }),
      ...(description.trim() === chat.description ? {} : { description: description.trim() }),
      ...(photo === chat.photo ? {} : { photo: photo ?? null }),
    })
    back()
  })
  return (
    <form
      className={panel.fields}
      onSubmit={(event) => {
        event.preventDefault()
        if (name.trim() !== '') submit()
      }}
    >
      <PhotoField
        id={chat.id}
        name={name}
        shape="group"
        photo={photo}
        has={photo !== undefined}
        target={groupPhoto}
        onChange={(bytes) => setPhoto(bytes ?? undefined)}
      />
      <GroupFields
        name={name}
        description={description}
        rows={[3, 10]}

        onName={(text) => {
          setName(text)
          forgive()
        }}
        onDescription={setDescription}
      />
      <FormFailure failure={failure} />
      <Button type="submit" loading={busy} disabled={name.trim() === ''}>
        {t('app:save')}
      </Button>
    </form>
  )
}
