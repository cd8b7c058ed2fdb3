import { IconWorld } from '@tabler/icons-react'
import { useText } from '../../i18n/i18n.ts'
import css from '../../ui/Form.module.css'

/** Which server this page speaks with: a self-hosted product must always say so. */
export function ServerChip({ name = '' }: { name?: string }) {
  const t = useText()
  return (
    <p className={css.server}>
      {t('auth:server')}
      <span className={css.chip}>
        <IconWorld size={17} aria-hidden />
        {name === '' ? location.host : `${name} · ${location.host}`}
      </span>
    </p>
  )
}
