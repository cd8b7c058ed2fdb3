import { ActionIcon, Button } from '@mantine/core'
import type { CallMember } from '@soroka/protocol'
import { IconDots, IconMicrophoneOff, IconPhonePlus, IconUserMinus, IconUserPlus } from '@tabler/icons-react'
import { useText } from '../../../i18n/i18n.ts'
import type { OwnCall } from '../../../stores/callStore.ts'
import { useChats } from '../../../stores/chatStore.ts'
import { ask, openMenuAt } from '../../../ui/layer-store.ts'
import panel from '../../../ui/Panel.module.css'
import { PersonLine } from '../../../ui/PersonLine.tsx'
import { Sheet } from '../../../ui/Sheet.tsx'
import { GuestLink } from '../guest/GuestLink.tsx'
import { withCall } from '../calling.ts'
import { isMe } from '../../../ui/names.ts'
import { useFaceName } from '../names.ts'
import { mayAdd } from './may-add.ts'
import { useCallMembers } from './use-call-members.ts'

const icon = { size: 20, stroke: 1.8, 'aria-hidden': true }

interface LineProps {
  call: OwnCall
  member: Pick<CallMember, 'user' | 'state'> | { user: CallMember['user']; state: null }
  mayRemove: boolean
}

function MemberLine({ call, member, mayRemove }: LineProps) {
  const t = useText()
  const { user, state } = member
  const name = useFaceName(user, call.state.chat)
  const person = useChats(({ people }) => people[user])
  const mine = isMe(user)
  const inside = state === 'in'
  const tile = call.tiles.find((one) => one.user === user)
  const muted = inside && (mine ? !call.media.audio : tile?.media.audio === false)
  const line = mine
    ? t('messages:you')
    : state !== null && state !== 'in' && state !== 'ringing'
      ? t(`calls:who.${state}`)
      : ''
  const remove = async () => {
    const yes = await ask({
      title: t('calls:who.removeTitle', { name }),
      text: t('calls:who.removeText'),
      confirm: t('calls:who.removeYes'),
      danger: true,
    })
    if (yes) await withCall((controls) => controls.remove(user))
  }
  return (
    <PersonLine
      person={{ id: user, name, nickname: person?.nickname ?? '', online: person?.online ?? false }}
      line={line}
    >
      {muted && <IconMicrophoneOff size={20} stroke={1.8} role="img" aria-label={t('calls:tile.muted')} />}
      {!mine && !inside && state !== 'ringing' && (
        <Button
          size="compact-md"
          variant="light"
          leftSection={<IconPhonePlus {...icon} />}
          onClick={() => void withCall((controls) => controls.ring([user]))}
        >
          {t('calls:who.ring')}
        </Button>
      )}
      {!mine && (inside || state === 'ringing') && mayRemove && (
        <ActionIcon
          aria-label={t('calls:who.actions', { name })}
          aria-haspopup="menu"
          onClick={(event) =>
            openMenuAt(event.currentTarget, name, [
              {
                label: t('calls:who.remove'),
                icon: <IconUserMinus {...icon} />,
                danger: true,
                run: () => void remove(),
              },
            ])
          }
        >
          <IconDots size={22} stroke={1.8} aria-hidden />
        </ActionIcon>
      )}
    </PersonLine>
  )
}

/** Who is in, who is being called, and who could be. */
export function PeopleSheet({ call, onClose, onAdd }: { call: OwnCall; onClose(): void; onAdd(): void }) {
  const t = useText()
  const groups = useCallMembers(call.state)
  const chat = useChats(({ chats }) => chats[call.state.chat])
  const mayRemove = chat?.role !== 'member' || isMe(call.state.by)
  return (
    <Sheet
      title={t('calls:who.title')}
      onClose={onClose}
      footer={
        mayAdd(call) && (
          <Button variant="light" leftSection={<IconUserPlus {...icon} />} onClick={onAdd}>
            {t('groups:add.title')}
          </Button>
        )
      }
    >
      {groups.map(
        ({ name, members }) =>
          members.length > 0 && (
            <section key={name} aria-labelledby={`call-${name}`}>
              <h3 id={`call-${name}`} className={panel.heading}>
                {t(`calls:who.${name}`)}
              </h3>
              {members.map((member) => (
                <MemberLine key={member.user} call={call} member={member} mayRemove={mayRemove} />
              ))}
            </section>
          ),
      )}
      <GuestLink call={call} />
    </Sheet>
  )
}
