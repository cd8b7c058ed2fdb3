import { useLanguage, useText } from '../../i18n/i18n.ts'
import { bytesText } from '../media/index.ts'
import css from './storage.module.css'
import { useServerUsage } from './use-storage.ts'
import { UsageBar } from './UsageBar.tsx'

/** What my files fill on the server, of what they may. */
export function ServerCard() {
  const t = useText()
  const language = useLanguage()
  const { data, isError } = useServerUsage()
  return (
    <section className={css.card} aria-labelledby="storage-server">
      <div>
        <h3 className={css.caption} id="storage-server">
          {t('storage:server.title')}
        </h3>
        {data && (
          <p className={css.total}>
            {bytesText(data.used, language)}
            <span className={css.of}>{t('storage:server.of', { size: bytesText(data.quota, language) })}</span>
          </p>
        )}
      </div>
      {data && (
        <UsageBar
          most={data.quota}
          parts={[
            { name: t('storage:server.mine'), bytes: data.used, tone: 'accent' },
            { name: t('storage:server.free'), bytes: Math.max(0, data.quota - data.used), tone: 'quiet' },
          ]}
        />
      )}
      <p className={css.note}>{t(isError && !data ? 'storage:server.offline' : 'storage:server.note')}</p>
    </section>
  )
}
