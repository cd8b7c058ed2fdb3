import { useEscape } from '../../../ui/use-escape.dom.ts'

/** While it is drawn, Escape runs this and nothing below. */
export function OnEscape({ run }: { run(): void }) {
  useEscape(run)
  return null
}
