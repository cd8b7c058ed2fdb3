import { lazy, Suspense } from 'react'
import { loadLaterTexts } from '../../i18n/i18n.ts'
import { useAuth } from '../../stores/authStore.ts'
import { useCalls } from '../../stores/callStore.ts'
import { ringingCall } from './ringing.ts'

const CallArea = lazy(async () => {
  const [area] = await Promise.all([import('./CallArea.tsx'), loadLaterTexts()])
  return area
})

/** Waits for calls: their screens come to the device with the first one. */
export function CallLayer() {
  const me = useAuth((state) => state.session?.user)
  const wanted = useCalls((state) => state.own !== null || (me !== undefined && ringingCall(state, me) !== null))
  return <Suspense fallback={null}>{wanted && <CallArea />}</Suspense>
}
