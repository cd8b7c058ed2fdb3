import type { MessageView } from '@soroka/client/types'
import { type MouseEvent, type PointerEvent, useEffect, useRef } from 'react'
import { openMenu, replyTo, toggleSelected, uiStore } from './ui-store.ts'

const pressAfter = 350
const slop = 10
const replyAt = 56

interface Touch {
  id: number
  x: number
  y: number
  line: HTMLElement
  message: MessageView
  swiping: boolean
  ticked: boolean
}

const interactive = 'a, button, [role="button"], [role="checkbox"]:not([data-message]), pre, input'

function tick(): void {
  if ('vibrate' in navigator) navigator.vibrate(10)
}

/** The finger that opened the menu may lift over one of its items: that is no choice yet. */
function ignoreRelease(): void {
  const stop = (event: Event) => {
    event.preventDefault()
    event.stopPropagation()
  }
  addEventListener('click', stop, { capture: true, once: true })
  addEventListener('pointerdown', () => removeEventListener('click', stop, true), { capture: true, once: true })
}

/** Fingers and pointers over the whole feed: long press and right click open the menu, a swipe to the left answers. */
export function useGestures(find: (key: string) => MessageView | undefined, mayReply: boolean) {
  const touch = useRef<Touch | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  const hit = (target: EventTarget | null) => {
    const line = target instanceof Element ? target.closest<HTMLElement>('[data-line]') : null
    const message = line && find(line.dataset['line'] ?? '')
    return line && message ? { line, message } : null
  }
  const end = () => {
    clearTimeout(timer.current)
    const held = touch.current
    touch.current = null
    if (!held?.swiping) return
    const { line } = held
    line.dataset['back'] = ''
    line.style.setProperty('--swipe', '0px')
    setTimeout(() => {
      delete line.dataset['back']
      delete line.dataset['swiping']
    }, 220)
    if (held.ticked) replyTo(held.message)
  }

  return {
    onPointerDown: (event: PointerEvent) => {
      end()
      const found = hit(event.target)
      if (!found || event.pointerType === 'mouse' || uiStore.getState().selected) return
      touch.current = {
        id: event.pointerId,
        x: event.clientX,
        y: event.clientY,
        ...found,
        swiping: false,
        ticked: false,
      }
      timer.current = setTimeout(() => {
        const held = touch.current
        if (!held || held.swiping) return
        touch.current = null
        tick()
        ignoreRelease()
        openMenu({ message: held.message, line: held.line, pointer: null })
      }, pressAfter)
    },
    onPointerMove: (event: PointerEvent) => {
      const held = touch.current
      if (held?.id !== event.pointerId) return
      const dx = event.clientX - held.x
      const dy = event.clientY - held.y
      if (!held.swiping) {
        if (Math.abs(dy) > slop || dx > slop) return end()
        if (dx > -slop) return
        clearTimeout(timer.current)
        if (!mayReply || held.message.seq === undefined || held.message.deleted) return end()
        held.swiping = true
        held.line.dataset['swiping'] = ''
      }
      const far = Math.min(0, Math.max(dx + slop, -replyAt - 24))
      held.line.style.setProperty('--swipe', `${far}px`)
      if (far <= -replyAt !== held.ticked) {
        held.ticked = far <= -replyAt
        if (held.ticked) tick()
      }
    },
    onPointerUp: end,
    onPointerCancel: end,
    onContextMenu: (event: MouseEvent) => {
      const found = hit(event.target)
      // Marked words and links keep the browser's own menu.
      if (!found || (event.target instanceof Element && event.target.closest('a:not([data-card])'))) return
      if (!getSelection()?.isCollapsed && matchMedia('(pointer: fine)').matches) return
      event.preventDefault()
      clearTimeout(timer.current)
      if (uiStore.getState().menu || matchMedia('(pointer: coarse)').matches) return
      openMenu({ ...found, pointer: { x: event.clientX, y: event.clientY } })
    },
    onClick: (event: MouseEvent) => {
      if (!uiStore.getState().selected) return
      const found = hit(event.target)
      if (found) toggleSelected(found.message)
    },
    /** @returns the message of a double tap that hit no link or button. */
    doubleTapped: (event: MouseEvent) =>
      event.target instanceof Element && !event.target.closest(interactive) && !uiStore.getState().selected
        ? (hit(event.target)?.message ?? null)
        : null,
  }
}
