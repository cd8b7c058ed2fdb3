import { IconBuildingLighthouse, IconChevronRight } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useText } from '../../i18n/i18n.ts'
import rows from '../../ui/IconRows.module.css'
import { useAccount } from './use-account.ts'

/** The way to the desk, for those who run the server. */
export function DeskRow() {
  const t = useText()
  const { account } = useAccount()
  if (account === undefined || account.role === 'member') return null
  return (
    <Link to="/admin" className={rows.row}>
      <span className={rows.icon}>
        <IconBuildingLighthouse size={21} stroke={1.8} aria-hidden />
      </span>
      <span className={rows.label}>{t('account:desk')}</span>
      <IconChevronRight size={19} stroke={1.8} className={rows.chevron} aria-hidden />
    </Link>
  )
}
