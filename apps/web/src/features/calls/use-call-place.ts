import { useCalls } from '../../stores/callStore.ts'
import { useViewport } from '../../ui/use-viewport.dom.ts'
import { useView } from './view-store.ts'

/** Where my call stands: over the app, beside its chat, as a bar above everything. */
export function useCallPlace(): 'none' | 'bar' | 'beside' | 'cover' {
  const shown = useCalls(({ own }) => (own === null ? 'none' : own.small ? 'bar' : own.over ? 'over' : 'on'))
  const beside = useView((state) => state.beside)
  const phone = useViewport() === 'phone'
  if (shown === 'none' || shown === 'bar') return shown
  return beside && !phone ? 'beside' : 'cover'
}
