import { lazy } from 'react'
import { loadLaterTexts } from '../../i18n/i18n.ts'

export { CallLayer, CallTop } from './CallLayer.tsx'
export { joinCall, startCall } from './calling.ts'
export { RunningBanner } from './entry/RunningBanner.tsx'
export { StartButtons } from './entry/StartButtons.tsx'
export { CallLine } from './history/CallLine.tsx'
export { useChatCalls } from './history/use-chat-calls.ts'
export { mayCall } from './may-call.ts'
export { openPreview } from './preview/open-preview.ts'
export { liveCall } from './ringing.ts'
export { useCallPlace } from './use-call-place.ts'

export const CallsList = lazy(async () => {
  const [list] = await Promise.all([import('./history/CallsList.tsx'), loadLaterTexts()])
  return list
})
