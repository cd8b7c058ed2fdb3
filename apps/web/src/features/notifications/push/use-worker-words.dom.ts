import type { CallId } from '@soroka/protocol'
import { useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { OPEN, type OpenWord } from '../../../sw/push/push-talk.ts'
import { joinCall } from '../../calls/index.ts'

const answer = /^#?answer=([\w-]{16,64})$/

/** A pressed notification leads here: to its message, or into a call that rings. */
export function useWorkerWords(): void {
  const router = useRouter()
  useEffect(() => {
    const goTo = (path: string) => {
      const url = new URL(path, location.origin)
      const call = answer.exec(url.hash)?.[1]
      url.hash = ''
      router.history.push(url.pathname + url.search)
      if (call !== undefined) joinCall(call as CallId, false)
    }
    // A window that was opened for it.
    if (answer.test(location.hash)) {
      const { pathname, search, hash } = location
      const call = answer.exec(hash)?.[1]
      router.history.replace(pathname + search)
      if (call !== undefined) joinCall(call as CallId, false)
    }
    const hear = ({ data, ports }: MessageEvent) => {
      const word = data as Partial<OpenWord> | null
      if (word?.type !== OPEN || word.path === undefined) return
      ports[0]?.postMessage('going')
      goTo(word.path)
    }
    navigator.serviceWorker?.addEventListener('message', hear)
    return () => navigator.serviceWorker?.removeEventListener('message', hear)
  }, [router])
}
