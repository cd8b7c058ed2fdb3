import { Button } from '@mantine/core'
import { Suspense } from 'react'
import { useText } from '../../i18n/i18n.ts'
import { useAuth } from '../../stores/authStore.ts'
import { Magpie } from '../../ui/Magpie.tsx'
import { InviteFirst } from '../admin/index.ts'
import css from './EmptyList.module.css'

export function EmptyList({ onFind }: { onFind(): void }) {
  const t = useText()
  const nickname = useAuth((state) => state.session?.nickname)
  return (
    <div className={css.empty}>
      <Magpie />
      <p className={css.line}>{t('chats:empty')}</p>
      <Button onClick={onFind}>{t('chats:findPerson')}</Button>
      <Suspense>
        <InviteFirst />
      </Suspense>
      {nickname && <p className={css.hint}>{t('chats:yourNickname', { nickname: `@${nickname}` })}</p>}
    </div>
  )
}
