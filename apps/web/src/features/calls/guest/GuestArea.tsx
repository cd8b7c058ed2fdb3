import { useEffect, useRef } from 'react'
import { usePageTitle } from '../../../app/use-page-title.ts'
import { useText } from '../../../i18n/i18n.ts'
import { useCalls } from '../../../stores/callStore.ts'
import { Layers } from '../../../ui/Layers.tsx'
import { Toaster } from '../../../ui/Toaster.tsx'
import { GuestCall } from './GuestCall.tsx'
import { GuestDoor } from './GuestDoor.tsx'
import { GuestEnding } from './GuestEnding.tsx'
import { beginGuest } from './guest-page.dom.ts'
import { useGuest } from './guest-store.ts'

/** The page behind a link into a call: for people without an account. */
export default function GuestArea() {
  const t = useText()
  const at = useGuest((state) => state.at)
  const own = useCalls((state) => state.own)
  const begun = useRef(false)
  usePageTitle(t('guest:title'))
  useEffect(() => {
    if (!begun.current) void beginGuest()
    begun.current = true
  }, [])
  return (
    <>
      {at === 'call' && own && !own.over ? <GuestCall call={own} /> : <GuestPage />}
      <Layers />
      <Toaster />
    </>
  )
}

function GuestPage() {
  const at = useGuest((state) => state.at)
  if (at === 'door' || at === 'waiting' || at === 'offline') return <GuestDoor at={at} />
  return at === 'end' ? <GuestEnding /> : null
}
