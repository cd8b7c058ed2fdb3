import { type ReactNode, useEffect, useRef } from 'react'

interface Props {
  /** What is told now, and undefined for nothing. */
  id: string | number | undefined
  /** How long it stays (ms). */
  time: number
  drop: () => void
  /** A reader's voice is interrupted. */
  urgent?: boolean
  className: string | undefined
  children: ReactNode
}

/** Words for a moment, in the top layer so that no dialog hides them; they wait while somebody reads or points at them. */
export function ToastBox({ id, time, drop, urgent = false, className, children }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const wait = () => clearTimeout(timer.current)
  const go = () => {
    wait()
    timer.current = setTimeout(drop, time)
  }
  useEffect(() => {
    const element = box.current
    if (!element || id === undefined) return
    element.showPopover()
    timer.current = setTimeout(drop, time)
    return () => {
      clearTimeout(timer.current)
      if (element.matches(':popover-open')) element.hidePopover()
    }
  }, [id, time, drop])
  return (
    <div
      ref={box}
      popover="manual"
      className={className}
      role="presentation"
      onPointerEnter={wait}
      onPointerLeave={go}
      onFocus={wait}
      onBlur={go}
    >
      <div role="status" aria-live={urgent ? 'assertive' : 'polite'}>
        {children}
      </div>
    </div>
  )
}
