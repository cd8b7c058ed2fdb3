import { Button, NativeSelect, TextInput } from '@mantine/core'
import type { DeskPerson, ServerRole } from '@soroka/protocol/contract'
import { IconDeviceMobileOff, IconLock, IconLockOpen, IconTrash } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { engine } from '../../engine/engine.ts'
import { useLanguage, useText } from '../../i18n/i18n.ts'
import { useAuth } from '../../stores/authStore.ts'
import { act } from '../../ui/act.ts'
import { Avatar } from '../../ui/Avatar.tsx'
import { ask } from '../../ui/layer-store.ts'
import panel from '../../ui/Panel.module.css'
import { Sheet } from '../../ui/Sheet.tsx'
import { dayName } from '../../ui/time.ts'
import { useNow } from '../../ui/use-now.ts'
import { DeleteForm } from './DeleteForm.tsx'
import css from './PersonSheet.module.css'
import { isAbove, rolesToGive, useRole } from './use-role.ts'

const icon = { size: 20, stroke: 1.8 }

/** One account, and what may be done with it. */
export function PersonSheet({ person, onClose }: { person: DeskPerson; onClose(): void }) {
  const t = useText()
  const language = useLanguage()
  const now = useNow()
  const queries = useQueryClient()
  const mine = useRole()
  const self = useAuth((state) => state.session?.user === person.id)
  const [why, setWhy] = useState('')
  const [deleting, setDeleting] = useState(false)
  const may = !self && person.state !== 'deleted' && isAbove(mine, person.role)
  const refresh = () => queries.invalidateQueries({ queryKey: ['desk'] })
  const run = async (work: Promise<void>, text: string) => {
    if (await act(work, { text })) await refresh()
  }
  const suspend = () =>
    run(engine.admin.suspend(person.id, why.trim() === '' ? undefined : why.trim()), t('admin:suspend.done'))
  const resetFactor = async () => {
    const title = t('admin:factor.title', { name: person.name })
    if (await ask({ title, text: t('admin:factor.text'), confirm: t('admin:factor.confirm'), danger: true }))
      await run(engine.admin.resetFactor(person.id), t('admin:factor.done'))
  }
  const setRole = async (role: ServerRole) => {
    const yes =
      role !== 'owner' ||
      (await ask({
        title: t('admin:role.handTitle'),
        text: t('admin:role.handText', { name: person.name }),
        confirm: t('admin:role.handConfirm'),
        danger: true,
      }))
    if (yes) await run(engine.admin.setRole(person.id, role), t('admin:role.done'))
    if (role === 'owner') await queries.invalidateQueries({ queryKey: ['account'] })
  }
  if (deleting)
    return (
      <Sheet title={t('admin:delete.title')} onClose={onClose} onBack={() => setDeleting(false)}>
        <DeleteForm
          nickname={person.nickname}
          remove={(typed) => engine.admin.deleteAccount(person.id, typed)}
          onDone={() => void refresh().then(onClose)}
        />
      </Sheet>
    )
  const facts = [
    ...(person.email === null ? [] : [[t('admin:people.email'), person.email]]),
    [t('admin:people.since'), dayName(person.since, now, language)],
    [
      t('admin:people.lastDay'),
      person.lastDay === null ? t('admin:people.never') : dayName(person.lastDay, now, language),
    ],
    [t('admin:people.stateIs'), t(`admin:people.is.${person.state}`)],
  ]
  return (
    <Sheet title={person.name} onClose={onClose}>
      <div className={css.head}>
        <Avatar id={person.id} name={person.name} size="lg" />
        <p>{`@${person.nickname}`}</p>
      </div>
      <dl className={css.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      {!may && <p className={panel.note}>{t(self ? 'admin:people.you' : `admin:role.is.${person.role}`)}</p>}
      {may && (
        <div className={panel.fields}>
          {mine !== 'moderator' && person.state === 'active' && (
            <NativeSelect
              label={t('admin:role.title')}
              description={t(`admin:role.is.${person.role}`)}
              value={person.role}
              onChange={(event) => void setRole(event.currentTarget.value as ServerRole)}
              data={rolesToGive(mine).map((value) => ({ value, label: t(`admin:role.${value}`) }))}
            />
          )}
          {person.state === 'active' && (
            <>
              <TextInput
                label={t('admin:suspend.why')}
                description={t('admin:suspend.hint')}
                maxLength={500}
                value={why}
                onChange={(event) => setWhy(event.currentTarget.value)}
              />
              <Button color="danger" leftSection={<IconLock {...icon} aria-hidden />} onClick={() => void suspend()}>
                {t('admin:suspend.action')}
              </Button>
            </>
          )}
          {person.state === 'suspended' && (
            <Button
              leftSection={<IconLockOpen {...icon} aria-hidden />}
              onClick={() => void run(engine.admin.unsuspend(person.id), t('admin:suspend.undone'))}
            >
              {t('admin:suspend.undo')}
            </Button>
          )}
          {mine !== 'moderator' && person.secondFactor && (
            <Button
              variant="default"
              leftSection={<IconDeviceMobileOff {...icon} aria-hidden />}
              onClick={() => void resetFactor()}
            >
              {t('admin:factor.action')}
            </Button>
          )}
          {mine !== 'moderator' && (
            <Button
              variant="default"
              leftSection={<IconTrash {...icon} aria-hidden />}
              onClick={() => setDeleting(true)}
            >
              {t('admin:delete.action')}
            </Button>
          )}
        </div>
      )}
    </Sheet>
  )
}
