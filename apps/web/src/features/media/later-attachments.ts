import { type ComponentProps, createElement, lazy, useState } from 'react'

type Files = typeof import('./bubble/Attachments.tsx').default

let loaded: Files | undefined

/** A chat fetches it along with its feed: files take their places in the first drawing, so nothing jumps. */
export async function loadAttachments() {
  const files = await import('./bubble/Attachments.tsx')
  loaded = files.default
  return files
}

const Later = lazy(loadAttachments)

/** The files of a message; not part of the first screen. */
export function Attachments(props: ComponentProps<Files>) {
  const [Chosen] = useState<Files | typeof Later>(() => loaded ?? Later)
  return createElement(Chosen, props)
}
