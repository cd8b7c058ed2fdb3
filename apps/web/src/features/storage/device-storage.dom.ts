/** What this site fills on the device, as far as the browser tells. Null: it doesn't. */
export interface DeviceStorage {
  used: number
  /** The program itself, kept for the time without a network; 0 where the browser doesn't tell it apart. */
  program: number
  /** The browser promised not to empty it by itself. */
  safe: boolean
}

interface Details {
  usageDetails?: { caches?: number; serviceWorkerRegistrations?: number }
}

export async function readDeviceStorage(): Promise<DeviceStorage | null> {
  if (!('storage' in navigator)) return null
  const { usage = 0, ...rest } = (await navigator.storage.estimate()) as StorageEstimate & Details
  const { caches = 0, serviceWorkerRegistrations = 0 } = rest.usageDetails ?? {}
  return { used: usage, program: caches + serviceWorkerRegistrations, safe: await navigator.storage.persisted() }
}

/** Asks the browser to keep what lies here even when the disk is full. @returns whether it will */
export const keepSafe = (): Promise<boolean> => navigator.storage.persist()
