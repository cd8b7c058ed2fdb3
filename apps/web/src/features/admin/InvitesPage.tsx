import { Button } from '@mantine/core'
import { IconTicket } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { engine } from '../../engine/engine.ts'
import { useText } from '../../i18n/i18n.ts'
import css from '../../ui/Settings.module.css'
import { TryAgain } from '../people/index.ts'
import { InviteForm } from './InviteForm.tsx'
import { InviteLine } from './InviteLine.tsx'
import { NewInvite } from './NewInvite.tsx'

/** Links by which people make an account: made here, and revoked. */
export function InvitesPage() {
  const t = useText()
  const queries = useQueryClient()
  /** Null: nobody has said yet whether another one is wanted. */
  const [wanted, setWanted] = useState<boolean | null>(null)
  const [link, setLink] = useState<string | null>(null)
  const { data, isError } = useQuery({
    queryKey: ['desk', 'invites'],
    queryFn: () => engine.admin.invites(),
    staleTime: 0,
  })
  // Where there is none, one is what somebody comes for.
  const making = wanted ?? data?.length === 0
  const refresh = () => void queries.invalidateQueries({ queryKey: ['desk'] })
  return (
    <>
      {link !== null ? (
        <NewInvite link={link} onDone={() => setLink(null)} />
      ) : making ? (
        <InviteForm
          onMade={(made) => {
            setLink(made)
            setWanted(false)
            refresh()
          }}
          onCancel={() => setWanted(false)}
        />
      ) : (
        <Button leftSection={<IconTicket size={20} stroke={1.8} aria-hidden />} onClick={() => setWanted(true)}>
          {t('admin:invites.new')}
        </Button>
      )}
      {isError && !data && <TryAgain onClick={refresh} />}
      {data && data.length > 0 && (
        <ul className={css.people} aria-label={t('admin:invites.title')}>
          {data.map((invite) => (
            <InviteLine key={invite.id} invite={invite} onChange={refresh} />
          ))}
        </ul>
      )}
      {data?.length === 0 && !making && link === null && (
        <p className={css.note} data-centred>
          {t('admin:invites.nothing')}
        </p>
      )}
    </>
  )
}
