import { UnstyledButton } from '@mantine/core'
import { IconCheck, IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { type KeyboardEvent, useCallback, useLayoutEffect, useRef, useState } from 'react'
import { useText } from '../i18n/i18n.ts'
import css from './ContextMenu.module.css'
import { layerStore, type MenuItem, type OpenMenu } from './layer-store.ts'
import { onPressBeside } from './press-beside.dom.ts'

const gap = 8

/** Keeps the whole menu on the screen; it grows from the pointer's corner. */
function place(element: HTMLElement, x: number, y: number): void {
  const { offsetWidth: width, offsetHeight: height } = element
  const left = x + width + gap > innerWidth ? Math.max(gap, Math.min(x, innerWidth - gap) - width) : x
  const top = y + height + gap > innerHeight ? Math.max(gap, innerHeight - height - gap) : y
  element.style.setProperty('--menu-x', `${left}px`)
  element.style.setProperty('--menu-y', `${top}px`)
  element.style.setProperty('--menu-from', `${x > left ? 'right' : 'left'} ${y > top ? 'bottom' : 'top'}`)
}

export default function ContextMenu({ menu }: { menu: OpenMenu }) {
  const t = useText()
  const dialog = useRef<HTMLDialogElement>(null)
  const pressed = useRef(false)
  const [inside, setInside] = useState<MenuItem | null>(null)
  const items = inside?.items ?? menu.items
  const close = () => layerStore.setState({ menu: null })
  const { x, y } = menu
  // Each page of the menu is a list of its own: it comes to its place and takes the focus.
  const show = useCallback(
    (list: HTMLElement | null) => {
      const element = list?.closest('dialog')
      if (!list || !element) return
      if (!element.open) element.showModal()
      place(element, x, y)
      list.querySelector<HTMLElement>('[role^="menuitem"]')?.focus()
    },
    [x, y],
  )
  useLayoutEffect(() => {
    const element = dialog.current
    if (!element) return
    const stop = onPressBeside(element, () => layerStore.setState({ menu: null }))
    return () => {
      stop()
      // While it still stands in the page: only then the focus goes back.
      element.close()
    }
  }, [])

  const choose = (item: MenuItem) => {
    if (item.items) return setInside(item)
    // The focus goes back first: what the choice opens may take it.
    dialog.current?.close()
    close()
    item.run?.()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const all = [...(dialog.current?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? [])]
    const at = all.indexOf(document.activeElement as HTMLElement)
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key]
    if (event.key === 'ArrowLeft' && inside) setInside(null)
    else if (event.key === 'ArrowRight' && items[at]?.items) setInside(items[at])
    else if (event.key === 'Tab') close()
    else if (to === undefined) return
    else all[(to + all.length) % all.length]?.focus()
    event.preventDefault()
  }
  return (
    <dialog
      ref={dialog}
      className={css.menu}
      onPointerDown={() => (pressed.current = true)}
      onClickCapture={(event) => {
        // The finger whose long press opened the menu is let go over it: that chooses nothing.
        if (event.detail > 0 && !pressed.current) event.stopPropagation()
      }}
      onCancel={(event) => {
        event.preventDefault()
        if (inside) setInside(null)
        else close()
      }}
    >
      <div
        key={inside?.label ?? ''}
        ref={show}
        role="menu"
        aria-label={inside?.label ?? menu.label}
        tabIndex={-1}
        className={css.list}
        onKeyDown={onKeyDown}
      >
        {inside && (
          <UnstyledButton className={css.back} tabIndex={-1} aria-label={t('app:back')} onClick={() => setInside(null)}>
            <IconChevronLeft size={18} stroke={2} aria-hidden />
            {inside.label}
          </UnstyledButton>
        )}
        {items.map((item, index) => (
          <UnstyledButton
            key={item.label}
            role={item.checked === undefined ? 'menuitem' : 'menuitemcheckbox'}
            aria-checked={item.checked}
            aria-haspopup={item.items ? 'menu' : undefined}
            tabIndex={-1}
            className={css.item}
            data-danger={item.danger || undefined}
            data-first-danger={(item.danger && index > 0 && !items[index - 1]?.danger) || undefined}
            onClick={() => choose(item)}
          >
            {item.icon && <span className={css.icon}>{item.icon}</span>}
            <span className={css.label}>{item.label}</span>
            {item.checked && <IconCheck size={19} stroke={2} className={css.check} aria-hidden />}
            {item.items && <IconChevronRight size={18} stroke={1.8} className={css.more} aria-hidden />}
          </UnstyledButton>
        ))}
      </div>
    </dialog>
  )
}
