import { IconCloudCheck, IconCloudOff, IconLoader2 } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useText } from '../../i18n/i18n.ts'
import { useWs } from '../../stores/wsStore.ts'
import css from '../../ui/Bar.module.css'

type Shown = 'none' | 'offline' | 'connecting' | 'back'

/** Offline is said at once, a slow connection after two seconds, and the return for one. */
function useShown(): Shown {
  const connection = useWs((state) => state.connection)
  const [shown, setShown] = useState<Shown>('none')
  useEffect(() => {
    if (connection === 'offline') {
      const timer = setTimeout(() => setShown('offline'), 300)
      return () => clearTimeout(timer)
    }
    if (connection === 'connecting') {
      const timer = setTimeout(() => setShown((before) => (before === 'offline' ? before : 'connecting')), 2000)
      return () => clearTimeout(timer)
    }
    if (connection !== 'online') return
    const timers = [
      setTimeout(() => setShown((before) => (before === 'offline' ? 'back' : 'none')), 0),
      setTimeout(() => setShown('none'), 1000),
    ]
    return () => timers.forEach(clearTimeout)
  }, [connection])
  return shown
}

export function ConnectionBar() {
  const t = useText()
  const shown = useShown()
  return (
    <div role="status">
      {shown === 'offline' && (
        <p className={css.bar} data-kind="warn">
          <IconCloudOff size={20} stroke={1.8} aria-hidden />
          {t('app:offline')}
        </p>
      )}
      {shown === 'connecting' && (
        <p className={css.bar} data-kind="calm">
          <IconLoader2 className={css.spin} size={20} stroke={1.8} aria-hidden />
          {t('chats:connecting')}
        </p>
      )}
      {shown === 'back' && (
        <p className={css.bar} data-kind="good">
          <IconCloudCheck size={20} stroke={1.8} aria-hidden />
          {t('app:backOnline')}
        </p>
      )}
    </div>
  )
}
