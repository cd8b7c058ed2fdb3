import { Button } from '@mantine/core'
import { engine } from '../../../engine/engine.ts'
import { useText } from '../../../i18n/i18n.ts'
import type { OwnCall } from '../../../stores/callStore.ts'
import { act } from '../../../ui/act.ts'
import css from './GuestKnocks.module.css'

/** Guests who wait at the door of my call. Only the first is shown with its buttons: one decision at a time. */
export function GuestKnocks({ call: { state } }: { call: OwnCall }) {
  const t = useText()
  const [first] = (state.guests ?? []).filter(({ pass }) => pass === null)
  const name = first?.name
  return (
    <div role="alert" className={css.place}>
      {first && name !== undefined && (
        <div key={first.id} className={css.card}>
          <p className={css.words}>
            <b className={css.name}>{t('guest:knock.title', { name })}</b>
            <span>{t('guest:knock.guest')}</span>
          </p>
          <div className={css.actions}>
            <Button
              variant="default"
              className={css.decline ?? ''}
              onClick={() => void act(engine.calls.refuseGuest(state.id, first.id))}
            >
              {t('guest:knock.decline')}
            </Button>
            <Button onClick={() => void act(engine.calls.admitGuest(state.id, first.id))}>
              {t('guest:knock.admit')}
            </Button>
          </div>
        </div>
      )}
    </div>
  )
}
