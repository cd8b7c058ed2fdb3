/**
 * ask: the browser has a question of its own. The others are done by hand, in the menu of that browser; 'none' can't at all;
 * 'done': it is installed, and this is it.
 */
export type InstallWay = 'done' | 'ask' | 'iphone' | 'mac_safari' | 'menu' | 'none'

interface Facts {
  installed: boolean
  canAsk: boolean
  /** navigator.userAgent */
  agent: string
  touchPoints: number
}

/** An iPad says that it is a Mac; a Mac has no touch screen. */
export function wayToInstall({ installed, canAsk, agent, touchPoints }: Facts): InstallWay {
  if (installed) return 'done'
  if (canAsk) return 'ask'
  if (/iPhone|iPad|iPod/.test(agent) || (agent.includes('Macintosh') && touchPoints > 1)) return 'iphone'
  if (agent.includes('Macintosh') && /Version\/[\d.]+ Safari/.test(agent)) return 'mac_safari'
  return /Android|Chrome\//.test(agent) ? 'menu' : 'none'
}
