import type { MsgId } from '@soroka/protocol'
import { useNavigate, useRouter, useSearch } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { openThread } from './ui-store.ts'

/** The address knows of an open thread, so that Back closes it and not the chat. @returns closes it */
export function useThreadPlace(root: MsgId): () => void {
  const router = useRouter()
  const navigate = useNavigate()
  const { thread } = useSearch({ strict: false })
  const seen = useRef(false)
  const asked = useRef(false)
  useEffect(() => {
    if (thread === root) seen.current = true
    else if (seen.current) openThread(null)
    else if (!asked.current) {
      asked.current = true
      void navigate({ to: '.', search: (before) => ({ ...before, thread: root }) })
    }
  }, [thread, root, navigate])
  return () => (seen.current && router.history.canGoBack() ? router.history.back() : openThread(null))
}
