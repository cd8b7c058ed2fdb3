import type { CallEvent } from '@soroka/client/types'

type Ear = (event: CallEvent) => void

const ears = new Set<Ear>()

/** Who is in a call hears of calls; until somebody is, nothing of them has to be on the device. @returns how to stop */
export function listenToCalls(ear: Ear): () => void {
  ears.add(ear)
  return () => void ears.delete(ear)
}

export function tellCalls(event: CallEvent): void {
  for (const ear of ears) ear(event)
}
