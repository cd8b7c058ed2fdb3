import { ActionIcon } from '@mantine/core'
import {
  IconChevronDown,
  IconLayoutGrid,
  IconLockFilled,
  IconMessageCircle,
  IconUser,
  IconUserPlus,
  IconUsers,
} from '@tabler/icons-react'
import { useText } from '../../../i18n/i18n.ts'
import type { OwnCall } from '../../../stores/callStore.ts'
import { useViewport } from '../../../ui/use-viewport.dom.ts'
import { withCall } from '../calling.ts'
import { useCallTitle } from '../names.ts'
import { useTimer } from '../use-timer.ts'
import { useView, viewStore } from '../view-store.ts'
import css from './CallHead.module.css'
import { usePhaseText } from '../use-phase-text.ts'
import { mayAdd } from './may-add.ts'
import { useToggleChat } from './use-toggle-chat.ts'

const icon = { size: 24, stroke: 1.8, 'aria-hidden': true }

function Lock() {
  const t = useText()
  return (
    <span className={css.lock} title={t('calls:encryptedLong')}>
      <IconLockFilled size={14} aria-hidden />
      {t('calls:encrypted')}
    </span>
  )
}

/** Of a group: its name, how long it talks, how many are here. */
function GroupWords({ call }: { call: OwnCall }) {
  const t = useText()
  const title = useCallTitle(call.state.chat)
  const phase = usePhaseText(call)
  const timer = useTimer(call)
  const line = phase === '' ? [timer, t('calls:people', { count: call.tiles.length + 1 })] : [phase]
  return (
    <div className={css.words}>
      <h1 className={css.title}>
        <bdi>{title}</bdi>
      </h1>
      <p className={css.line}>
        {call.sealed && <IconLockFilled size={14} role="img" aria-label={t('calls:encryptedLong')} />}
        {line.filter((part) => part !== '').join(' · ')}
      </p>
    </div>
  )
}

interface Props {
  call: OwnCall
  group: boolean
  onPeople(): void
  onAdd(): void
}

/** The way back, what this call is, and who is in it. */
export function CallHead({ call, group, onPeople, onAdd }: Props) {
  const t = useText()
  const phone = useViewport() === 'phone'
  const layout = useView((state) => state.layout)
  const toggleChat = useToggleChat(call.state.chat)
  const LayoutIcon = layout === 'grid' ? IconUser : IconLayoutGrid
  return (
    <header className={css.head}>
      <ActionIcon
        className={css.action ?? ''}
        aria-label={t('calls:button.minimise')}
        onClick={() => void withCall((controls) => controls.minimise(true))}
      >
        <IconChevronDown {...icon} />
      </ActionIcon>
      {group ? <GroupWords call={call} /> : <div className={css.middle}>{call.sealed && <Lock />}</div>}
      {group && call.tiles.length > 1 && (
        <ActionIcon
          className={css.action ?? ''}
          aria-label={t(layout === 'grid' ? 'calls:button.speaker' : 'calls:button.grid')}
          onClick={() => viewStore.setState({ layout: layout === 'grid' ? 'speaker' : 'grid', pinned: null })}
        >
          <LayoutIcon {...icon} />
        </ActionIcon>
      )}
      {phone && (
        <ActionIcon className={css.action ?? ''} aria-label={t('calls:button.chat')} onClick={toggleChat}>
          <IconMessageCircle {...icon} />
        </ActionIcon>
      )}
      {!group && mayAdd(call) && (
        <ActionIcon className={css.action ?? ''} aria-label={t('groups:add.title')} onClick={onAdd}>
          <IconUserPlus {...icon} />
        </ActionIcon>
      )}
      {group && (
        <ActionIcon className={css.action ?? ''} aria-label={t('calls:button.people')} onClick={onPeople}>
          <IconUsers {...icon} />
        </ActionIcon>
      )}
    </header>
  )
}
