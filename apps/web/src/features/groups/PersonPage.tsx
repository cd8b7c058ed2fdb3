import { Button } from '@mantine/core'
import { IconUserOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useEffectEvent } from 'react'
import { personLink } from '../../app/person-link.ts'
import { usePageTitle } from '../../app/use-page-title.ts'
import { engine } from '../../engine/engine.ts'
import { useText } from '../../i18n/i18n.ts'
import { chatStore } from '../../stores/chatStore.ts'
import { useAuth } from '../../stores/authStore.ts'
import { Avatar } from '../../ui/Avatar.tsx'
import { LinkActions, openDirect } from '../people/index.ts'
import css from './DoorPage.module.css'

/** The chat with whoever has the nickname; null: nobody has. */
async function chatWith(nickname: string) {
  const known = () => Object.values(chatStore.getState().people)
  const people = await engine.people.find(nickname).catch((error: unknown) => {
    // Without the network those are enough who are known here.
    const here = known().filter((person) => person.nickname === nickname)
    if (here.length === 0) throw error
    return here
  })
  const person = people.find((one) => one.nickname === nickname)
  return person ? await openDirect(person.id) : null
}

/** Where a link to a person leads: straight into the chat. It stays only when there is none. */
export function PersonPage({ nickname, onHome }: { nickname: string; onHome(): void }) {
  const t = useText()
  const navigate = useNavigate()
  const me = useAuth((state) => state.session)
  const self = me?.nickname === nickname
  const { data, isError, refetch } = useQuery({
    queryKey: ['door', nickname],
    queryFn: () => chatWith(nickname),
    enabled: !self,
    retry: false,
    staleTime: 0,
    gcTime: 0,
  })
  const enter = useEffectEvent(
    (chatId: string) => void navigate({ to: '/c/$chatId', params: { chatId }, replace: true }),
  )
  useEffect(() => {
    if (data) enter(data)
  }, [data])
  usePageTitle(`@${nickname}`)
  if (self)
    return (
      <>
        <Avatar id={me.user} name={me.name} size="xl" />
        <h1 className={css.title} tabIndex={-1} data-pane-focus>
          {t('people:link.own')}
        </h1>
        <p className={css.text}>{t('people:link.hint')}</p>
        <LinkActions link={personLink(nickname)} title={me.name} main />
        <Button fullWidth variant="default" onClick={onHome}>
          {t('groups:join.toChats')}
        </Button>
      </>
    )
  if (!isError && data !== null)
    return (
      <p className={css.text} role="status">
        {t('app:wait')}
      </p>
    )
  return (
    <>
      <IconUserOff size={56} stroke={1.4} className={css.art} aria-hidden />
      <h1 className={css.title} tabIndex={-1} data-pane-focus>
        {isError ? t('people:link.failed') : t('people:link.nobody', { nickname: `@${nickname}` })}
      </h1>
      <p className={css.text}>{t(isError ? 'errors:UNAVAILABLE' : 'people:link.nobodyHint')}</p>
      {isError && (
        <Button fullWidth onClick={() => void refetch()}>
          {t('people:link.again')}
        </Button>
      )}
      <Button fullWidth variant="light" onClick={onHome}>
        {t('groups:join.toChats')}
      </Button>
    </>
  )
}
