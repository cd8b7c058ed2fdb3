import type { Outgoing, OutgoingFile } from '@soroka/client/types'
import { useEffect } from 'react'
import { leave } from './recording.dom.ts'
import { keyOf, type RecordingPlace, useRecording } from './recording-store.ts'

interface Options {
  place: RecordingPlace
  /** @returns whether it was taken */
  send(outgoing: Pick<Outgoing, 'text' | 'files'>): Promise<boolean>
}

/** What a field needs to know of the recording in its place. */
export function useRecorder({ place, send }: Options) {
  const id = keyOf(place)
  const on = useRecording(id, (recording) => recording !== undefined)
  useEffect(() => () => void leave(id), [id])
  return { id, on, place, send: (file: OutgoingFile) => send({ text: '', files: [file] }) }
}
