import { Switch } from '@mantine/core'
import account from '../../../ui/Settings.module.css'

interface Props {
  id: string
  label: string
  hint?: string
  on: boolean | undefined
  onChange(on: boolean): void
}

export function SwitchRow({ id, label, hint, on, onChange }: Props) {
  return (
    <label className={account.switchRow} htmlFor={`notify-${id}`}>
      <span className={account.switchText}>
        <b>{label}</b>
        {hint && <span className={account.note}>{hint}</span>}
      </span>
      <Switch
        id={`notify-${id}`}
        aria-label={label}
        checked={on ?? false}
        disabled={on === undefined}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    </label>
  )
}
