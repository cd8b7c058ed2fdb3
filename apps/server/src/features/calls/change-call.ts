import type { DeviceId, UserId } from '@soroka/protocol'
import type { LiveCall, LiveDevice, LiveMember } from './live-call.ts'

// Each answers with the same object where nothing is another: nothing is stored or told then.

/** Somebody who comes without having been rung. */
export const newcomer = (user: UserId): LiveMember => ({
  user,
  state: 'left',
  heard: true,
  ringUntil: null,
  busyAt: null,
  cameAt: null,
  since: null,
  stayed: 0,
})

/** He does not ring any more. */
export function quiet(one: LiveMember, state: LiveMember['state']): LiveMember {
  const isSo = one.state === state && one.ringUntil === null && one.busyAt === null
  return isSo ? one : { ...one, state, ringUntil: null, busyAt: null }
}

export function changeMembers(call: LiveCall, change: (one: LiveMember) => LiveMember): LiveCall {
  const members = call.members.map(change)
  return members.every((one, i) => one === call.members[i]) ? call : { ...call, members }
}

export function changeDevices(call: LiveCall, change: (one: LiveDevice) => LiveDevice): LiveCall {
  const devices = call.devices.map(change)
  return devices.every((one, i) => one === call.devices[i]) ? call : { ...call, devices }
}

export function changeDevice(
  call: LiveCall,
  { user, device }: { readonly user: UserId; readonly device: DeviceId },
  change: Partial<LiveDevice>,
): LiveCall {
  return changeDevices(call, (one) => (one.user === user && one.device === device ? { ...one, ...change } : one))
}

export function dropDevices(call: LiveCall, gone: (one: LiveDevice) => boolean): LiveCall {
  const devices = call.devices.filter((one) => !gone(one))
  return devices.length === call.devices.length ? call : { ...call, devices }
}
