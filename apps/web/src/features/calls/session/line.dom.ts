import { callLine } from '../../../engine/call-line.ts'

/** Says to all tabs that this device is in a call; one that crashes lets it go. @returns how to let it go */
export function holdLine(): () => void {
  let letGo: () => void = () => undefined
  const over = new Promise<void>((resolve) => {
    letGo = resolve
  })
  void navigator.locks.request(callLine, { mode: 'shared' }, () => over)
  return letGo
}
