const startsKey = 'soroka.starts'
const laterKey = 'soroka.install-later'
/** Who said no is asked again after this time (ms). */
const pause = 60 * 86_400_000

/** Somebody who came back on another day is at home here: now it may be offered. */
export function countStart(): void {
  const today = new Date().toDateString()
  const days = daysHere()
  if (days.at(-1) !== today) localStorage.setItem(startsKey, JSON.stringify([...days, today].slice(-2)))
}

export function isGoodMoment(): boolean {
  return daysHere().length > 1 && Date.now() - Number(localStorage.getItem(laterKey) ?? 0) > pause
}

export function notNow(): void {
  localStorage.setItem(laterKey, String(Date.now()))
}

function daysHere(): string[] {
  try {
    const days: unknown = JSON.parse(localStorage.getItem(startsKey) ?? '[]')
    return Array.isArray(days) ? days.filter((day) => typeof day === 'string') : []
  } catch {
    return []
  }
}
