import { useEffect, useState } from 'react'
import type { ErrorCode } from '@soroka/protocol'
import { EngineError } from '../../../engine/errors.ts'
import { type FilePlace, fileUrl, knownUrl } from '../file-urls.dom.ts'
import { type MediaAddress, mediaAddress } from './media-desk.dom.ts'

/** Without the service worker a file must be read whole into memory before it plays. */
const MOST_WHOLE = 400_000_000

interface Media {
  url: string | undefined
  /** Why it does not play. */
  problem: ErrorCode | undefined
  retry(): void
}

/** An address that plays at once and from any place, wherever the file lies; while `wanted`. */
export function useMediaUrl(place: FilePlace, wanted: boolean): Media {
  const { chat, message, file } = place
  const known = knownUrl(file.id)
  const [state, setState] = useState<{ url?: string; problem?: ErrorCode }>({})
  const [tries, setTries] = useState(0)
  useEffect(() => {
    if (!wanted || known !== undefined) return
    let left = false
    let address: MediaAddress | null = null
    const fail = (problem: ErrorCode) => left || setState((now) => ({ ...now, problem }))
    const begin = async () => {
      address = await mediaAddress(place, false, { failed: fail })
      if (left) return address?.close()
      if (address) return setState({ url: address.url })
      if (file.size > MOST_WHOLE) return fail('TOO_LARGE')
      const url = await fileUrl(place, file.id)
      if (!left) setState({ url })
    }
    setState({})
    begin().catch((error: unknown) => fail(error instanceof EngineError ? error.code : 'INTERNAL'))
    return () => {
      left = true
      address?.close()
    }
    // The place is known by its ids.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [chat, message, file.id, wanted, known, tries])
  return {
    url: wanted ? (known ?? state.url) : undefined,
    problem: state.problem,
    retry: () => {
      // The address that failed is not asked once more meanwhile.
      setState({})
      setTries((count) => count + 1)
    },
  }
}
