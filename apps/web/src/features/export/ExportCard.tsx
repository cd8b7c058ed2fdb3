import { Button } from '@mantine/core'
import type { ChatView } from '@soroka/client/types'
import { useState } from 'react'
import { useLanguage, useText } from '../../i18n/i18n.ts'
import { act } from '../../ui/act.ts'
import css from '../../ui/Settings.module.css'
import { SwitchRow } from '../../ui/SwitchRow.tsx'
import { FormFailure } from '../auth/index.ts'
import { bytesText } from '../media/index.ts'
import { useExport, useOtherExport } from './export-store.ts'
import { runExport, stopExport } from './run-export.ts'

interface Props {
  what: 'all' | ChatView
  chats: readonly ChatView[]
}

/** A copy of a chat, or of everything, for its owner to keep. */
export default function ExportCard({ what, chats }: Props) {
  const t = useText()
  const language = useLanguage()
  const name = what === 'all' ? 'all' : what.id
  const now = useExport(name)
  const busy = useOtherExport(name)
  const [files, setFiles] = useState(true)
  const running = now.state === 'running'
  const counts = { messages: now.messages, files: now.files, size: bytesText(now.bytes, language) }
  return (
    <section className={css.card} aria-label={t(what === 'all' ? 'export:all' : 'people:part.export')}>
      <div className={css.switchText}>
        {/* A chat's has its title above the page already. */}
        {what === 'all' && <b>{t('export:all')}</b>}
        <p className={css.note}>{t('export:note')}</p>
      </div>
      <SwitchRow
        id="export-files"
        label={t('export:files')}
        hint={t('export:filesHint')}
        on={files}
        onChange={(on) => !running && setFiles(on)}
      />
      {running && (
        <progress
          className={css.progress}
          aria-label={t('export:running')}
          max={Math.max(now.total, 1)}
          value={Math.min(now.messages, now.total)}
        />
      )}
      <p className={css.note} role="status">
        {running && t('export:counts', counts)}
        {now.state === 'done' && t('export:done', counts)}
        {now.state === 'done' && now.missing > 0 && ` ${t('export:missing', { count: now.missing })}`}
        {busy && t('export:busy')}
      </p>
      <FormFailure failure={now.failure ? { code: now.failure, data: {} } : null} />
      {running ? (
        <Button variant="light" onClick={stopExport}>
          {t('account:cancel')}
        </Button>
      ) : (
        <Button disabled={busy} onClick={() => void act(runExport(what, chats, files))}>
          {t('export:start')}
        </Button>
      )}
    </section>
  )
}
