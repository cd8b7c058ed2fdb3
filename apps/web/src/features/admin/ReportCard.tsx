import { Button } from '@mantine/core'
import type { Report, ReportDecision } from '@soroka/protocol/contract'
import { IconRosetteDiscountCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { engine } from '../../engine/engine.ts'
import { useLanguage, useText } from '../../i18n/i18n.ts'
import { act } from '../../ui/act.ts'
import { ask } from '../../ui/layer-store.ts'
import panel from '../../ui/Panel.module.css'
import { Sheet } from '../../ui/Sheet.tsx'
import { fullTime } from '../../ui/time.ts'
import { DeleteForm } from './DeleteForm.tsx'
import { ReportedWords } from './ReportedWords.tsx'
import css from './ReportsPage.module.css'
import { isAbove, useRole } from './use-role.ts'

/** One message that was reported: what it says, who says why, and what becomes of it. */
export function ReportCard({ report, onClosed }: { report: Report; onClosed(decision: ReportDecision): void }) {
  const t = useText()
  const language = useLanguage()
  const mine = useRole()
  const [busy, setBusy] = useState(false)
  const [deleting, setDeleting] = useState(false)
  const { author, closed, voices } = report
  const rules = isAbove(mine, author.role)
  const close = async (decision: ReportDecision) => {
    setBusy(true)
    if (await act(engine.admin.closeReport(report.id, { decision }))) onClosed(decision)
    setBusy(false)
  }
  const suspend = async () => {
    const title = t('admin:reports.suspendTitle', { name: author.name })
    const text = t('admin:reports.suspendText')
    if (await ask({ title, text, confirm: t('admin:suspend.action'), danger: true })) await close('suspended')
  }
  return (
    <article className={css.card} aria-label={author.name}>
      <header className={css.head}>
        <b>
          <bdi>{author.name}</bdi>
        </b>
        <span>{`@${author.nickname}`}</span>
        {author.state !== 'active' && <span className={panel.badge}>{t(`admin:people.is.${author.state}`)}</span>}
      </header>
      <p className={css.proved}>
        <IconRosetteDiscountCheck size={20} stroke={1.8} aria-hidden />
        {t(report.group ? 'admin:reports.provedGroup' : 'admin:reports.proved', { nickname: author.nickname })}
      </p>
      {report.messages.map((message, n) => (
        <ReportedWords key={n} message={message} />
      ))}
      <ul className={css.voices} aria-label={t('admin:reports.voices')}>
        {voices.map((voice) => (
          <li key={voice.reporter.id}>
            <b>{t(`admin:reports.reason.${voice.reason}`)}</b>
            {voice.words !== '' && <q dir="auto">{voice.words}</q>}
            <small>
              <bdi>{voice.reporter.name}</bdi>
              {` @${voice.reporter.nickname} · ${fullTime(voice.at, language)}`}
            </small>
          </li>
        ))}
      </ul>
      {closed && (
        <p className={panel.note}>
          {t(`admin:reports.was.${closed.decision}`, { name: closed.by, time: fullTime(closed.at, language) })}
        </p>
      )}
      {!closed && (
        <div className={css.actions}>
          {rules && author.state === 'active' && (
            <Button color="danger" disabled={busy} onClick={() => void suspend()}>
              {t('admin:suspend.action')}
            </Button>
          )}
          {rules && mine !== 'moderator' && author.state !== 'deleted' && (
            <Button variant="default" disabled={busy} onClick={() => setDeleting(true)}>
              {t('admin:delete.action')}
            </Button>
          )}
          {(rules || mine !== 'moderator') && (
            <Button variant="default" disabled={busy} onClick={() => void close('dismissed')}>
              {t('admin:reports.dismiss')}
            </Button>
          )}
        </div>
      )}
      {deleting && (
        <Sheet title={t('admin:delete.title')} onClose={() => setDeleting(false)}>
          <DeleteForm
            nickname={author.nickname}
            remove={(nickname) => engine.admin.closeReport(report.id, { decision: 'deleted', nickname })}
            onDone={() => onClosed('deleted')}
          />
        </Sheet>
      )}
    </article>
  )
}
