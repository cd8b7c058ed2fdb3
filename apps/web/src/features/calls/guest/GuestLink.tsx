import { Button } from '@mantine/core'
import { IconLink, IconLinkOff, IconUserMinus } from '@tabler/icons-react'
import { ActionIcon } from '@mantine/core'
import type { CallId, GuestId } from '@soroka/protocol'
import { engine } from '../../../engine/engine.ts'
import { useText } from '../../../i18n/i18n.ts'
import type { OwnCall } from '../../../stores/callStore.ts'
import { act } from '../../../ui/act.ts'
import { Avatar } from '../../../ui/Avatar.tsx'
import { ask } from '../../../ui/layer-store.ts'
import panel from '../../../ui/Panel.module.css'
import css from './GuestLink.module.css'

const icon = { size: 20, stroke: 1.8, 'aria-hidden': true }

async function copyLink(call: CallId): Promise<void> {
  const { link, key } = await engine.calls.guestLink(call)
  await navigator.clipboard.writeText(`${location.origin}/join/${link}#${key}`)
}

/** Guests of a call: the link by which they come, and who is in by it. */
export function GuestLink({ call: { state } }: { call: OwnCall }) {
  const t = useText()
  if (state.mode === 'sfu') return <p className={panel.note}>{t('guest:link.sfu')}</p>
  const guests = (state.guests ?? []).filter(({ pass }) => pass !== null)
  const drop = async () => {
    const yes = await ask({
      title: t('guest:link.drop'),
      text: t('guest:link.dropText'),
      confirm: t('guest:link.dropYes'),
      danger: true,
    })
    if (yes) await act(engine.calls.dropGuestLink(state.id))
  }
  return (
    <section aria-labelledby="call-guests">
      <h3 id="call-guests" className={panel.heading}>
        {t('guest:link.title')}
      </h3>
      {guests.map(({ id, name }) => (
        <GuestLine key={id} call={state.id} guest={id} name={name ?? ''} />
      ))}
      <p className={panel.note}>{t('guest:link.text')}</p>
      <div className={css.actions}>
        <Button
          variant="light"
          leftSection={<IconLink {...icon} />}
          onClick={() => void act(copyLink(state.id), { text: t('guest:link.copied') })}
        >
          {t('guest:link.make')}
        </Button>
        {state.link && (
          <Button variant="subtle" color="red" leftSection={<IconLinkOff {...icon} />} onClick={() => void drop()}>
            {t('guest:link.drop')}
          </Button>
        )}
      </div>
    </section>
  )
}

function GuestLine({ call, guest, name }: { call: CallId; guest: GuestId; name: string }) {
  const t = useText()
  return (
    <div className={panel.row}>
      <Avatar id={guest} name={name} size="md" />
      <span className={panel.label}>
        <bdi>{t('guest:mark', { name })}</bdi>
      </span>
      <ActionIcon
        aria-label={t('guest:remove', { name })}
        onClick={() => void act(engine.calls.refuseGuest(call, guest))}
      >
        <IconUserMinus {...icon} />
      </ActionIcon>
    </div>
  )
}
