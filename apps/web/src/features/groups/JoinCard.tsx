import { Button } from '@mantine/core'
import { IconClockHour4, IconLinkOff } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useLocation, useNavigate } from '@tanstack/react-router'
import { useEffect, useEffectEvent, useState } from 'react'
import { usePageTitle } from '../../app/use-page-title.ts'
import { engine } from '../../engine/engine.ts'
import { EngineError } from '../../engine/errors.ts'
import { errorText } from '../../i18n/error-text.ts'
import { useText } from '../../i18n/i18n.ts'
import { useChats } from '../../stores/chatStore.ts'
import { Avatar } from '../../ui/Avatar.tsx'
import { FormFailure, useSubmit } from '../auth/index.ts'
import css from './DoorPage.module.css'
import { inviteHash } from './kept-link.dom.ts'

/** Where an invite link leads: the group's card, and the door. */
export function JoinCard({ onHome }: { onHome(): void }) {
  const t = useText()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { hash } = useLocation()
  const secret = inviteHash(hash)
  const link = `${location.origin}/join#${secret ?? ''}`
  const queryKey = ['invite', secret]
  const { data, error } = useQuery({
    queryKey,
    queryFn: () => engine.groups.look(link),
    enabled: secret !== null,
    retry: false,
    // Waiting for an admin's word: it may come while the card is open.
    refetchInterval: (query) => (query.state.data?.state === 'waiting' ? 5000 : false),
  })
  const [asked, setAsked] = useState(false)
  const inside = useChats((state) => (data ? state.chats[data.chat]?.left === false : false))
  const open = (chatId: string) => navigate({ to: '/c/$chatId', params: { chatId }, replace: true })
  const { busy, failure, submit } = useSubmit(async () => {
    const look = await engine.groups.join(link)
    queries.setQueryData(queryKey, look)
    setAsked(true)
  })
  const enter = useEffectEvent(() => data && void open(data.chat))
  useEffect(() => {
    // Whoever has just asked goes straight in; the card of a group that he is in already stays a card.
    if (asked && inside) enter()
  }, [asked, inside])
  usePageTitle(data?.name ?? t('groups:join.title'))
  const failed = secret === null || error
  return (
    <>
      {failed ? (
        <>
          <IconLinkOff size={56} stroke={1.4} className={css.art} aria-hidden />
          <h1 className={css.title} tabIndex={-1} data-pane-focus>
            {t('groups:join.failed')}
          </h1>
          <p className={css.text}>
            {errorText({ code: error instanceof EngineError ? error.code : 'INVITE_INVALID', data: {} })}
          </p>
          <Button variant="light" onClick={onHome}>
            {t('groups:join.toChats')}
          </Button>
        </>
      ) : data ? (
        <>
          <Avatar id={data.chat} name={data.name} size="xl" shape="group" photo={data.photo} />
          <h1 className={css.title} tabIndex={-1} data-pane-focus>
            {data.name}
          </h1>
          <p className={css.text}>{t('groups:members.count', { count: data.memberCount })}</p>
          {data.state === 'waiting' ? (
            <p className={css.waiting} role="status">
              <IconClockHour4 size={20} stroke={1.8} aria-hidden />
              {t('groups:join.waiting')}
            </p>
          ) : data.state === 'refused' ? (
            <p className={css.waiting} role="status">
              {t('groups:join.refused')}
            </p>
          ) : data.state === 'member' ? (
            <Button fullWidth onClick={() => void open(data.chat)}>
              {t('groups:join.enter')}
            </Button>
          ) : (
            <>
              {data.approval && <p className={css.text}>{t('groups:join.approval')}</p>}
              <FormFailure failure={failure} />
              <Button fullWidth loading={busy} onClick={() => submit()}>
                {t(data.approval ? 'groups:join.ask' : 'groups:join.action')}
              </Button>
            </>
          )}
        </>
      ) : (
        <p className={css.text} role="status">
          {t('app:wait')}
        </p>
      )}
    </>
  )
}
