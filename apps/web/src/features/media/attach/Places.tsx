import { type FC, useRef } from 'react'
import { useText } from '../../../i18n/i18n.ts'
import css from './attach.module.css'
import type { Item } from './items.ts'
import { type PlaceProps, Row, Tile } from './Place.tsx'
import { useReorder } from './use-reorder.dom.ts'

interface Props {
  kind: 'tiles' | 'rows'
  items: Item[]
  onMove(key: number, to: number): void
  onRemove(key: number): void
  onEdit(key: number): void
}

/** Files in their order: pictures side by side, others below each other. */
export function Places({ kind, items, onMove, onRemove, onEdit }: Props) {
  const t = useText()
  const list = useRef<HTMLUListElement>(null)
  useReorder(list, onMove)
  const remove = (key: number) => {
    // The focus goes to a neighbour, not out of the list.
    const place = list.current?.querySelector(`[data-place='${key}']`)
    if (place?.contains(document.activeElement)) {
      const next = place.nextElementSibling ?? place.previousElementSibling
      next?.querySelector<HTMLElement>('[data-grip]')?.focus()
    }
    onRemove(key)
  }
  const One: FC<PlaceProps> = kind === 'tiles' ? Tile : Row
  return (
    <ul ref={list} className={css[kind]} data-count={Math.min(items.length, 3)} aria-label={t(`media:attach.${kind}`)}>
      {items.map((item, at) => {
        const [before, after] = [items[at - 1], items[at + 1]]
        return (
          <One
            key={item.key}
            item={item}
            at={at}
            count={items.length}
            onRemove={() => remove(item.key)}
            onEdit={() => onEdit(item.key)}
            onEarlier={before && (() => onMove(item.key, before.key))}
            onLater={after && (() => onMove(item.key, after.key))}
          />
        )
      })}
    </ul>
  )
}
