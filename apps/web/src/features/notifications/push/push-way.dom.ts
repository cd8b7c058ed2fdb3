import type { InstallWay } from '../../install/index.ts'

/**
 * How notifications stand in this browser. ask: nobody was asked yet · home_screen: an iPhone gives them only to an app on
 * the Home Screen · denied: the person said no to the browser · off: not wanted on this device · none: this browser can't.
 */
export type PushWay = 'on' | 'off' | 'ask' | 'denied' | 'home_screen' | 'none'

const key = 'soroka.push'

export function pushWay(install: InstallWay): PushWay {
  const can = 'serviceWorker' in navigator && 'PushManager' in globalThis && 'Notification' in globalThis
  if (!can) return install === 'iphone' ? 'home_screen' : 'none'
  if (Notification.permission === 'denied') return 'denied'
  if (Notification.permission === 'default') return 'ask'
  return isWantedHere() ? 'on' : 'off'
}

/** Whether this device should get pushes: yes, unless somebody said no. */
export const isWantedHere = (): boolean => localStorage.getItem(key) !== 'off'

export function setWantedHere(on: boolean): void {
  if (on) localStorage.removeItem(key)
  else localStorage.setItem(key, 'off')
}
