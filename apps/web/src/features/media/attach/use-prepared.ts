import type { OutgoingFile } from '@soroka/client/types'
import { useEffect, useRef, useState } from 'react'
import { prepareFile } from '../prepare/prepare.dom.ts'
import { isVisual } from '../shapes.ts'

/** A chosen file on its way to be sent. */
export interface Item {
  key: number
  source: File
  /** What is sent; absent while it is made. */
  ready?: OutgoingFile
  /** Shows it, where it is a picture. */
  url?: string
}

let count = 0
export const itemOf = (source: File): Item => ({ key: ++count, source })

function urlOf(file: OutgoingFile): string | undefined {
  if (!isVisual(file.shape)) return undefined
  return URL.createObjectURL(file.preview?.blob ?? file.blob)
}

/** Makes each file ready, one after the other: a phone has not the memory for ten at once. */
export function usePrepared(items: Item[], asDocument: boolean, put: (item: Item) => void): void {
  const urls = useRef(new Set<string>())
  const [busy, setBusy] = useState<number | null>(null)
  const next = items.find((item) => !item.ready)
  useEffect(() => {
    if (!next || busy !== null) return
    setBusy(next.key)
    void prepareFile(next.source, { asDocument })
      .then((ready) => {
        const url = urlOf(ready)
        if (url) urls.current.add(url)
        put({ ...next, ready, ...(url ? { url } : {}) })
      })
      .finally(() => setBusy(null))
    // What is being made is followed by `busy`; a changed list only chooses the next one.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [next?.key, busy, asDocument])
  useEffect(
    () => () => {
      for (const url of urls.current) URL.revokeObjectURL(url)
    },
    [],
  )
}
