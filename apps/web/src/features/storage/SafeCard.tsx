import { Button } from '@mantine/core'
import { IconShieldCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { useText } from '../../i18n/i18n.ts'
import { keepSafe } from './device-storage.dom.ts'
import css from './storage.module.css'

/** Whether the browser may empty this device by itself, and how to ask it not to. */
export function SafeCard({ safe, onChange }: { safe: boolean; onChange(): Promise<void> }) {
  const t = useText()
  const [refused, setRefused] = useState(false)
  const demand = async () => {
    setRefused(!(await keepSafe()))
    await onChange()
  }
  return (
    <section className={css.card} aria-labelledby="storage-safe">
      <div>
        <h3 className={css.name} id="storage-safe">
          {safe && <IconShieldCheck size={21} stroke={1.8} className={css.shield} aria-hidden />}
          {t(safe ? 'storage:safe.on' : 'storage:safe.off')}
        </h3>
        <p className={css.note}>{t(safe ? 'storage:safe.onNote' : 'storage:safe.offNote')}</p>
        <p className={css.note} role="status">
          {refused && !safe && t('storage:safe.refused')}
        </p>
      </div>
      {!safe && (
        <Button variant="light" onClick={() => void demand()}>
          {t('storage:safe.ask')}
        </Button>
      )}
    </section>
  )
}
