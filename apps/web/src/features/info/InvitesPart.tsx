import { Button } from '@mantine/core'
import type { ChatView } from '@soroka/client/types'
import { IconLink } from '@tabler/icons-react'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { engine } from '../../engine/engine.ts'
import { useText } from '../../i18n/i18n.ts'
import panel from '../../ui/Panel.module.css'
import { TryAgain } from '../people/index.ts'
import { InviteCard } from './InviteCard.tsx'
import { InviteForm } from './InviteForm.tsx'

/** The group's links: made here, shown, shared and revoked. */
export function InvitesPart({ chat }: { chat: ChatView }) {
  const t = useText()
  const queries = useQueryClient()
  const [making, setMaking] = useState(false)
  const queryKey = ['invites', chat.id]
  const { data, isError } = useQuery({
    // Whoever comes in by a link is counted on it at once.
    queryKey: [...queryKey, chat.memberCount],
    queryFn: () => engine.groups.invites(chat.id),
    staleTime: 0,
    placeholderData: keepPreviousData,
  })
  const refresh = () => void queries.invalidateQueries({ queryKey })
  return (
    <>
      <p className={panel.note}>{t('groups:invite.hint')}</p>
      {making ? (
        <InviteForm
          chat={chat}
          onDone={() => {
            setMaking(false)
            refresh()
          }}
          onCancel={() => setMaking(false)}
        />
      ) : (
        <Button leftSection={<IconLink size={20} stroke={1.8} aria-hidden />} onClick={() => setMaking(true)}>
          {t('groups:invite.new')}
        </Button>
      )}
      <p className={panel.note} />
      {isError && !data && <TryAgain onClick={refresh} />}
      {data?.map((invite) => (
        <InviteCard key={invite.id} chat={chat} invite={invite} onChange={refresh} />
      ))}
      {data?.length === 0 && !making && <p className={panel.empty}>{t('groups:invite.none')}</p>}
    </>
  )
}
