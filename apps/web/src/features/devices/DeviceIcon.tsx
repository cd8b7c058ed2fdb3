import type { DeviceView } from '@soroka/client/types'
import { IconDeviceDesktop, IconDeviceMobile, IconRobot } from '@tabler/icons-react'

/** By what the browser called itself when it came. */
export function DeviceIcon({ device: { kind, name } }: { device: Pick<DeviceView, 'kind' | 'name'> }) {
  const look = { size: 22, stroke: 1.8, 'aria-hidden': true }
  if (kind === 'bot') return <IconRobot {...look} />
  return /iPhone|iPad|Android/.test(name) ? <IconDeviceMobile {...look} /> : <IconDeviceDesktop {...look} />
}
