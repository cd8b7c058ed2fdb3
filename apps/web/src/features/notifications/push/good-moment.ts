import { createStore } from 'zustand/vanilla'

const laterKey = 'soroka.ask-later'
/** Who said "not now" is asked again after this time (ms). */
const pause = 30 * 86_400_000

/** Whether now is a moment to ask: somebody wrote a first message here, or one came that nobody saw. Never at a first look. */
export const momentStore = createStore<{ good: boolean }>(() => ({ good: false }))

export function momentCame(): void {
  if (!momentStore.getState().good && Date.now() - Number(localStorage.getItem(laterKey) ?? 0) > pause)
    momentStore.setState({ good: true })
}

export function notNow(): void {
  localStorage.setItem(laterKey, String(Date.now()))
  momentStore.setState({ good: false })
}
