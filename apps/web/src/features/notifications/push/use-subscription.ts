import { useEffect } from 'react'
import { EngineError } from '../../../engine/errors.ts'
import { authStore } from '../../../stores/authStore.ts'
import { wsStore } from '../../../stores/wsStore.ts'
import { isWantedHere } from './push-way.dom.ts'
import { forgetHere, subscribeHere } from './subscription.dom.ts'

const can = () => 'Notification' in globalThis && 'PushManager' in globalThis

/** Subscribes anew at each start, as soon as the server is there. */
export function useSubscription(): void {
  useEffect(() => {
    if (!can()) return
    let begun = false
    const begin = () => {
      if (begun || wsStore.getState().connection !== 'online') return
      begun = true
      if (Notification.permission === 'granted' && isWantedHere()) void subscribeAgain()
    }
    begin()
    const end = wsStore.subscribe(begin)
    return () => {
      end()
      if (authStore.getState().session === null) void forgetHere()
    }
  }, [])
}

/** Without the server it is made up for at the next start. */
async function subscribeAgain(): Promise<void> {
  try {
    await subscribeHere()
  } catch (error) {
    if (!(error instanceof EngineError)) throw error
  }
}
