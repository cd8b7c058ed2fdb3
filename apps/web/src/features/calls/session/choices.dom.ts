import { type CallChoices, callStore } from '../../../stores/callStore.ts'

const key = 'soroka.calls'

/** What was chosen for calls on this device before. */
export function readChoices(): void {
  const text = localStorage.getItem(key)
  if (text === null) return
  let kept: unknown
  try {
    kept = JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return
    throw error
  }
  if (typeof kept !== 'object' || kept === null) return
  const { choices } = callStore.getState()
  const known = Object.entries(kept).filter(
    ([name, value]) =>
      name in choices &&
      (name.endsWith('put') ? value === null || typeof value === 'string' : typeof value === 'boolean'),
  )
  callStore.setState({ choices: { ...choices, ...(Object.fromEntries(known) as Partial<CallChoices>) } })
}

export function choose(patch: Partial<CallChoices>): void {
  const choices = { ...callStore.getState().choices, ...patch }
  localStorage.setItem(key, JSON.stringify(choices))
  callStore.setState({ choices })
}
