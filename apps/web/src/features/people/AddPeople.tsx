import { Button } from '@mantine/core'
import type { PersonView } from '@soroka/client/types'
import type { UserId } from '@soroka/protocol'
import { type ReactNode, useState } from 'react'
import { useText } from '../../i18n/i18n.ts'
import panel from '../../ui/Panel.module.css'
import { Sheet } from '../../ui/Sheet.tsx'
import { FormFailure, useSubmit } from '../auth/index.ts'
import { PeoplePicker } from './PeoplePicker.tsx'

interface Props {
  /** People who are in already. */
  without: ReadonlySet<UserId>
  add(people: UserId[]): Promise<unknown>
  onClose(): void
  /** What is good to know before. */
  children: ReactNode
}

/** More people for a group, or for a call. */
export function AddPeople({ without, add, onClose, children }: Props) {
  const t = useText()
  const [people, setPeople] = useState<PersonView[]>([])
  const { busy, failure, submit, forgive } = useSubmit(async () => {
    await add(people.map(({ id }) => id))
    onClose()
  })
  return (
    <Sheet
      title={t('groups:add.title')}
      onClose={onClose}
      footer={
        <>
          {failure?.code === 'NOT_ACCEPTING' ? (
            <p className={panel.note} role="alert">
              {t('groups:add.refused')}
            </p>
          ) : (
            <FormFailure failure={failure} />
          )}
          <Button loading={busy} disabled={people.length === 0} onClick={() => submit()}>
            {people.length === 0 ? t('groups:add.title') : t('groups:add.action', { count: people.length })}
          </Button>
        </>
      }
    >
      {children}
      <PeoplePicker
        chosen={people}
        without={without}
        onChange={(chosen) => {
          setPeople(chosen)
          forgive()
        }}
      />
    </Sheet>
  )
}
