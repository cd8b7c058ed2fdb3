import { type ComponentProps, createElement, lazy, useState } from 'react'
import { loadStage } from './viewer/Viewer.tsx'

type Files = typeof import('./bubble/Attachments.tsx').default

/** After the feed has settled (ms). */
const quiet = 1500

let loaded: Files | undefined

/** A chat fetches it along with its feed: files take their places in the first drawing, so nothing jumps. */
export async function loadAttachments() {
  const files = await import('./bubble/Attachments.tsx')
  loaded = files.default
  // The press that opens a picture finds the stage ready.
  setTimeout(() => void loadStage(), quiet)
  return files
}

const Later = lazy(loadAttachments)

/** The files of a message; not part of the first screen. */
export function Attachments(props: ComponentProps<Files>) {
  const [Chosen] = useState<Files | typeof Later>(() => loaded ?? Later)
  return createElement(Chosen, props)
}
