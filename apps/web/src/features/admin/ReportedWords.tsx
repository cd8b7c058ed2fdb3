import type { ReportedMessage } from '@soroka/protocol/contract'
import { IconPaperclip } from '@tabler/icons-react'
import { useLanguage, useText } from '../../i18n/i18n.ts'
import { fullTime } from '../../ui/time.ts'
import css from './ReportsPage.module.css'

/** A disclosed message as plain words: nothing in it can be pressed. */
export function ReportedWords({ message }: { message: ReportedMessage }) {
  const t = useText()
  const language = useLanguage()
  const { text, before, forwarded, files, options, at } = message
  return (
    <blockquote className={css.words}>
      {forwarded && <small>{t('admin:reports.forwarded')}</small>}
      {text !== '' && <p dir="auto">{text}</p>}
      {options.length > 0 && <p dir="auto">{options.join(' · ')}</p>}
      {files.map((file, n) => (
        <p key={n} className={css.file}>
          <IconPaperclip size={18} stroke={1.8} aria-hidden />
          <bdi>{`${file.name || file.type || '?'} · ${Math.ceil(file.size / 1024)} KB`}</bdi>
        </p>
      ))}
      <small>{fullTime(at, language)}</small>
      {before !== null && (
        <small>
          {t('admin:reports.before')} <q dir="auto">{before}</q>
        </small>
      )}
    </blockquote>
  )
}
