import type { LinkProgress } from '@soroka/client/types'
import { useEffect, useState } from 'react'
import { engine } from '../../../engine/engine.ts'
import { EngineError } from '../../../engine/errors.ts'
import { lookAtLink } from '../session-actions.ts'
import type { Failure } from '../use-submit.ts'

const PAUSE = 1_200

interface LinkCode {
  code: string | null
  progress: LinkProgress
  failure: Failure | null
}

const asFailure = (error: unknown): Failure => {
  if (error instanceof EngineError) return { code: error.code, data: error.data }
  console.error(error)
  return { code: 'INTERNAL', data: {} }
}

/** A code for another device, and what comes of it; a line that is down for a moment changes nothing. */
export function useLinkCode(): LinkCode {
  const [code, setCode] = useState<string | null>(null)
  const [progress, setProgress] = useState<LinkProgress>({ is: 'open' })
  const [failure, setFailure] = useState<Failure | null>(null)
  useEffect(() => {
    let left = false
    let timer: ReturnType<typeof setTimeout> | undefined
    const fail = (error: unknown) => {
      if (left) return
      setCode(null)
      setFailure(asFailure(error))
    }
    const look = async () => {
      try {
        const next = await lookAtLink()
        if (left || next.is === 'in') return
        setProgress(next)
      } catch (error) {
        if (!(error instanceof EngineError) || error.code !== 'UNAVAILABLE') return fail(error)
      }
      if (!left) timer = setTimeout(() => void look(), PAUSE)
    }
    const begin = async () => {
      try {
        const begun = await engine.auth.startLink()
        if (left) return
        setCode(begun.code)
        void look()
      } catch (error) {
        fail(error)
      }
    }
    void begin()
    return () => {
      left = true
      clearTimeout(timer)
    }
  }, [])
  return { code, progress, failure }
}
