import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { engine } from '../../../engine/engine.ts'
import { useLanguage, useText } from '../../../i18n/i18n.ts'
import css from '../../../ui/Settings.module.css'
import { fullTime } from '../../../ui/time.ts'
import { FormFailure, useSubmit } from '../../auth/index.ts'
import { type Fact, KnownLine } from './KnownLine.tsx'
import { saveText } from './save-text.dom.ts'
import { byTopic } from './topics.ts'

/** What this server has about me, from its own rows, and what it can't see. */
export default function KnownSection() {
  const t = useText()
  const language = useLanguage()
  const { data, isError } = useQuery({ queryKey: ['known'], queryFn: () => engine.account.known(), staleTime: 60_000 })
  const { busy, failure, submit } = useSubmit(async (facts: readonly Fact[]) =>
    saveText('soroka-known.json', 'application/json', JSON.stringify({ at: new Date().toISOString(), facts }, null, 2)),
  )
  return (
    <>
      <p className={css.note}>{t('account:known.lead')}</p>
      {byTopic(data ?? []).map(({ name, facts }) => (
        <section key={name} className={css.form} aria-labelledby={`known-${name}`}>
          <h2 id={`known-${name}`} className={css.caption}>
            {t(`account:known.topic.${name}`)}
          </h2>
          <div className={css.card}>
            {facts.map((fact) => (
              <KnownLine key={`${fact.table}.${fact.column}`} fact={fact} time={(at) => fullTime(at, language)} />
            ))}
          </div>
        </section>
      ))}
      <h2 className={css.caption}>{t('account:known.cannot')}</h2>
      <div className={css.card}>
        <p className={css.note}>{t('account:known.cannotText')}</p>
      </div>
      <FormFailure failure={failure ?? (isError ? { code: 'UNAVAILABLE', data: {} } : null)} />
      {data && (
        <Button loading={busy} onClick={() => submit(data)}>
          {t('account:known.save')}
        </Button>
      )}
    </>
  )
}
