import { DevicesCard } from './DevicesCard.tsx'
import { HereCard } from './HereCard.tsx'
import { PauseCard } from './PauseCard.tsx'
import { QuietCard } from './QuietCard.tsx'
import { SoundCard } from './SoundCard.tsx'
import { useNotify } from './use-notify.ts'
import { WhatCard } from './WhatCard.tsx'
import { FormFailure } from '../../auth/index.ts'

/** What I am told of, when, and whether it reaches my devices. */
export default function NotificationsSection() {
  const { settings, failed, change } = useNotify()
  return (
    <>
      <HereCard />
      <WhatCard settings={settings} onChange={change} />
      <PauseCard until={settings?.mutedUntil} onChange={(mutedUntil) => change({ mutedUntil })} />
      <QuietCard quiet={settings?.quiet} onChange={(quiet) => change({ quiet })} />
      <SoundCard />
      <DevicesCard />
      <FormFailure failure={failed && settings === undefined ? { code: 'UNAVAILABLE', data: {} } : null} />
    </>
  )
}
