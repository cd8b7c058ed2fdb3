import { ActionIcon, UnstyledButton } from '@mantine/core'
import type { CallState } from '@soroka/client/types'
import { IconPhone, IconPhoneX } from '@tabler/icons-react'
import { useText } from '../../../i18n/i18n.ts'
import { joinCall, withCall } from '../calling.ts'
import { useNames } from '../names.ts'
import { viewStore } from '../view-store.ts'
import css from './AsideBar.module.css'

const icon = { size: 22, stroke: 1.8, 'aria-hidden': true }

/** A call that rings on while one finishes something else. */
export function AsideBar({ call }: { call: CallState }) {
  const t = useText()
  const name = useNames(call.chat)(call.by)
  return (
    <section className={css.bar} aria-label={t('calls:incoming.title', { name })}>
      <UnstyledButton
        className={css.words}
        title={t('calls:incoming.back')}
        onClick={() => viewStore.setState({ aside: null })}
      >
        {t('calls:incoming.title', { name })}
      </UnstyledButton>
      <ActionIcon
        className={css.action ?? ''}
        data-kind="decline"
        aria-label={t('calls:incoming.decline')}
        onClick={() => void withCall((controls) => controls.decline(call.id))}
      >
        <IconPhoneX {...icon} />
      </ActionIcon>
      <ActionIcon
        className={css.action ?? ''}
        data-kind="answer"
        aria-label={t('calls:incoming.answer')}
        onClick={() => joinCall(call.id, call.video)}
      >
        <IconPhone {...icon} />
      </ActionIcon>
    </section>
  )
}
