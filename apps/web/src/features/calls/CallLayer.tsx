import { lazy, Suspense } from 'react'
import { useStore } from 'zustand'
import { loadLaterTexts } from '../../i18n/i18n.ts'
import { useAuth } from '../../stores/authStore.ts'
import { useCalls } from '../../stores/callStore.ts'
import { previewStore } from './preview/open-preview.ts'
import { ringingCall } from './ringing.ts'

const CallArea = lazy(async () => {
  const [area] = await Promise.all([import('./CallArea.tsx'), loadLaterTexts()])
  return area
})
const CallBar = lazy(async () => {
  const [bar] = await Promise.all([import('./entry/CallBar.tsx'), loadLaterTexts()])
  return bar
})

/** Waits for calls: their screens come to the device with the first one. */
export function CallLayer() {
  const me = useAuth((state) => state.session?.user)
  const previewing = useStore(previewStore, ({ preview }) => preview !== null)
  const called = useCalls((state) => state.own !== null || (me !== undefined && ringingCall(state, me) !== null))
  return <Suspense fallback={null}>{(called || previewing) && <CallArea />}</Suspense>
}

/** The call that was put aside, above the app. */
export function CallTop() {
  const small = useCalls(({ own }) => own?.small === true)
  return <Suspense fallback={null}>{small && <CallBar />}</Suspense>
}
