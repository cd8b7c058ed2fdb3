import { useRef, useState } from 'react'
import { EngineError } from '../../engine/errors.ts'

export interface Failure {
  code: string
  data: Record<string, unknown>
}

/** Runs one action at a time and keeps how it failed, as a code of the protocol. */
export function useSubmit<A extends unknown[]>(
  action: (...args: A) => Promise<void>,
): { busy: boolean; failure: Failure | null; submit: (...args: A) => void; forgive: () => void } {
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const running = useRef(false)
  const submit = (...args: A) => {
    if (running.current) return
    running.current = true
    setBusy(true)
    setFailure(null)
    action(...args)
      .catch((error: unknown) => {
        if (error instanceof EngineError) return setFailure({ code: error.code, data: error.data })
        console.error(error)
        setFailure({ code: 'INTERNAL', data: {} })
      })
      .finally(() => {
        running.current = false
        setBusy(false)
      })
  }
  return { busy, failure, submit, forgive: () => setFailure(null) }
}
