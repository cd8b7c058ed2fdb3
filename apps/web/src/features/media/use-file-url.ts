import { useEffect, useState } from 'react'
import type { ErrorCode, FileId } from '@soroka/protocol'
import { EngineError } from '../../engine/errors.ts'
import { type FilePlace, fileUrl, knownUrl } from './file-urls.dom.ts'

interface Shown {
  url: string | undefined
  /** Why it can't be shown: gone, damaged, or not on this device while there is no network. */
  failed: ErrorCode | undefined
  retry(): void
}

/** The picture of a file, as soon as it is here. `id` null: nothing is wanted yet. */
export function useFileUrl(place: FilePlace, id: FileId | null): Shown {
  const [, drawn] = useState(0)
  const [failed, setFailed] = useState<ErrorCode>()
  const [tries, setTries] = useState(0)
  const { chat, message } = place
  const known = id === null ? undefined : knownUrl(id)
  useEffect(() => {
    if (id === null || known !== undefined) return
    let left = false
    setFailed(undefined)
    fileUrl(place, id).then(
      () => left || drawn((count) => count + 1),
      (error: unknown) => left || setFailed(error instanceof EngineError ? error.code : 'INTERNAL'),
    )
    return () => {
      left = true
    }
    // The place is known by its ids.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [chat, message, id, known, tries])
  return { url: known, failed, retry: () => setTries(tries + 1) }
}
