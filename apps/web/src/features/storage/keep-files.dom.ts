import { engine } from '../../engine/engine.ts'
import { sweepExports } from '../../engine/exports-folder.dom.ts'
import { EngineError } from '../../engine/errors.ts'

/** Days after their last look that files stay on this device; 0: for ever. */
export const keepChoices = [0, 30, 7] as const
export type KeepDays = (typeof keepChoices)[number]

const key = 'soroka.keepFiles'
const day = 86_400_000
/** Long after the start: nothing of it is in a hurry. */
const quiet = 60_000
const every = 6 * 3_600_000

export function readKeepDays(): KeepDays {
  const stored = Number(localStorage.getItem(key) ?? 0)
  return keepChoices.find((days) => days === stored) ?? 0
}

/** Remembers the choice of this browser, and carries it out. */
export async function setKeepDays(days: KeepDays): Promise<void> {
  localStorage.setItem(key, String(days))
  await tidy()
}

async function tidy(): Promise<void> {
  const days = readKeepDays()
  if (days > 0) await engine.files.clear({ unusedSince: Date.now() - days * day })
}

/** Takes away what nobody has looked at for as long as was chosen; now and then. @returns how to stop */
export function keepFilesTidy(): () => void {
  const run = () =>
    void tidy().catch((error: unknown) => {
      if (!(error instanceof EngineError)) throw error
    })
  const first = setTimeout(() => {
    run()
    void sweepExports()
  }, quiet)
  const again = setInterval(run, every)
  return () => {
    clearTimeout(first)
    clearInterval(again)
  }
}
