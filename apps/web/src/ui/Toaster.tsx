import { UnstyledButton } from '@mantine/core'
import { IconAlertCircle } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import css from './Toaster.module.css'
import { toastStore } from './toast-store.ts'

const plainTime = 5000
const errorTime = 8000

/** One line at the bottom, in the top layer so that no dialog hides it; it waits while somebody reads or points at it. */
export function Toaster() {
  const toast = useStore(toastStore, (state) => state.toast)
  const box = useRef<HTMLDivElement>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const id = toast?.id
  const time = toast?.kind === 'error' ? errorTime : plainTime
  const wait = () => clearTimeout(timer.current)
  const go = () => {
    wait()
    if (id !== undefined) timer.current = setTimeout(() => toastStore.getState().drop(id), time)
  }
  useEffect(() => {
    const element = box.current
    if (!element || id === undefined) return
    element.showPopover()
    timer.current = setTimeout(() => toastStore.getState().drop(id), time)
    return () => {
      clearTimeout(timer.current)
      if (element.matches(':popover-open')) element.hidePopover()
    }
  }, [id, time])
  return (
    <div
      ref={box}
      popover="manual"
      className={css.box}
      role="presentation"
      onPointerEnter={wait}
      onPointerLeave={go}
      onFocus={wait}
      onBlur={go}
    >
      <div role="status" aria-live={toast?.kind === 'error' ? 'assertive' : 'polite'}>
        {toast && (
          <div key={toast.id} className={css.toast}>
            {toast.kind === 'error' && <IconAlertCircle className={css.icon} size={20} stroke={1.8} aria-hidden />}
            <span className={css.text}>{toast.text}</span>
            {toast.action && (
              <UnstyledButton
                className={css.action}
                onClick={() => {
                  toast.action?.run()
                  toastStore.getState().drop(toast.id)
                }}
              >
                {toast.action.label}
              </UnstyledButton>
            )}
          </div>
        )}
      </div>
    </div>
  )
}
