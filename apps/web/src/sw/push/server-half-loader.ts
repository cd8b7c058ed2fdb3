/// <reference lib="webworker" />
import type { ServerHalf } from './server-half.ts'
// oxlint-disable-next-line import/default -- the build puts the address of the built script in its place
import address from './server-half.ts?worker&url'

declare const self: ServiceWorkerGlobalScope & { serverHalf?: ServerHalf }

/**
 * What speaks with the server is two thirds of the worker, and few pushes need it: it is a script of its own, so that a
 * worker that slept is awake at once.
 */
export function loadServerHalf(): ServerHalf {
  if (self.serverHalf === undefined) importScripts(address)
  if (self.serverHalf === undefined) throw new Error('the script is another one')
  return self.serverHalf
}

/** Browsers keep a script of a worker only if it was loaded when the worker was installed; later they fetch none. */
export async function keepServerHalf(): Promise<void> {
  loadServerHalf()
}
