import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { chatStore } from '../../stores/chatStore.ts'

/** By `event.code`, so that they work with a Cyrillic layout too. */
export function useShortcuts(): void {
  const navigate = useNavigate()
  useEffect(() => {
    const step = (by: 1 | -1) => {
      const { order } = chatStore.getState()
      const current = /^\/c\/([^/]+)/.exec(location.pathname)?.[1]
      const at = order.findIndex((id) => id === current)
      const next = order[at === -1 ? 0 : at + by]
      if (next) void navigate({ to: '/c/$chatId', params: { chatId: next } })
    }
    const onKey = (event: KeyboardEvent) => {
      // An open dialog takes its keys itself.
      if (event.defaultPrevented || document.querySelector('dialog[open]')) return
      if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.code === 'KeyK') {
        event.preventDefault()
        void navigate({ to: '.', search: { find: true } })
      } else if (
        event.altKey &&
        !event.ctrlKey &&
        !event.metaKey &&
        (event.code === 'ArrowUp' || event.code === 'ArrowDown')
      ) {
        event.preventDefault()
        step(event.code === 'ArrowUp' ? -1 : 1)
      } else if (event.code === 'Escape' && location.pathname.startsWith('/c/')) {
        if (location.pathname.endsWith('/info')) history.back()
        else void navigate({ to: '/' })
      }
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [navigate])
}
