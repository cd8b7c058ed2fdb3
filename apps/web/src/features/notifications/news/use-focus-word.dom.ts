import type { ChatId } from '@soroka/protocol'
import { useEffect } from 'react'
import { engine } from '../../../engine/engine.ts'
import { hint } from '../../../engine/hint.ts'

/** Whether a person looks at this page, as far as a page can know. */
export const isLookedAt = (): boolean => document.visibilityState === 'visible' && document.hasFocus()

/** Tells the server what is looked at: of that nothing is pushed. */
export function useFocusWord(chat: ChatId | null): void {
  useEffect(() => {
    const say = () => {
      const looked = isLookedAt()
      hint(engine.push.look(looked, looked ? chat : null))
    }
    say()
    addEventListener('focus', say)
    addEventListener('blur', say)
    document.addEventListener('visibilitychange', say)
    return () => {
      removeEventListener('focus', say)
      removeEventListener('blur', say)
      document.removeEventListener('visibilitychange', say)
    }
  }, [chat])
}
