import { ActionIcon } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useNavigate, useRouter } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useText } from '../i18n/i18n.ts'
import css from './Settings.module.css'

interface Props {
  title: string
  /** The list that it belongs to: where Back leads when nothing came before. */
  list: '/settings' | '/admin'
  /** It covers the list, and leads back to it. */
  back: boolean
  children: ReactNode
}

/** The pane of one section, with its title above. */
export function SectionPage({ title, list, back, children }: Props) {
  const t = useText()
  const navigate = useNavigate()
  const router = useRouter()
  const goBack = () => (router.history.canGoBack() ? router.history.back() : void navigate({ to: list, replace: true }))
  return (
    <main className={css.section}>
      <header className={css.header} data-back={back || undefined}>
        {back && (
          <ActionIcon aria-label={t('app:back')} onClick={goBack} data-pane-back>
            <IconArrowLeft size={23} stroke={1.8} aria-hidden />
          </ActionIcon>
        )}
        <h2 className={css.title} tabIndex={-1} data-pane-focus>
          {title}
        </h2>
      </header>
      <div className={css.body}>{children}</div>
    </main>
  )
}
