import { Switch } from '@mantine/core'
import css from './Settings.module.css'

interface Props {
  id: string
  label: string
  hint?: string
  /** Undefined: not known yet. */
  on: boolean | undefined
  onChange(on: boolean): void
}

/** A row of a card of settings that is on or off. */
export function SwitchRow({ id, label, hint, on, onChange }: Props) {
  return (
    <label className={css.switchRow} htmlFor={id}>
      <span className={css.switchText}>
        <b>{label}</b>
        {hint && <span className={css.note}>{hint}</span>}
      </span>
      <Switch
        id={id}
        aria-label={label}
        checked={on ?? false}
        disabled={on === undefined}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    </label>
  )
}
