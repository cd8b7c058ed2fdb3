import { useState } from 'react'
import type { Edits } from '../edit/edits.ts'
import type { Quality } from '../prepare/prepare.dom.ts'
import { anew, type Item, itemOf, moved } from './items.ts'
import { usePrepared } from './use-prepared.ts'

/** The chosen files with all that may be done to them before they go. */
export function useItems(files: File[], first: Quality) {
  const [items, setItems] = useState(() => files.map(itemOf))
  const [quality, setQuality] = useState(first)
  // What was changed while it was made is made once more.
  usePrepared(items, quality, (before, after) => setItems((now) => now.map((item) => (item === before ? after : item))))
  return {
    items,
    quality,
    ready: items.flatMap(({ made }) => made ?? []),
    refused: items.filter(({ problem }) => problem !== undefined),
    add: (more: File[]) => setItems((now) => [...now, ...more.map(itemOf)]),
    keep: (kept: (item: Item) => boolean) => setItems((now) => now.filter(kept)),
    move: (key: number, to: number) => setItems((now) => moved(now, key, to)),
    edit: (key: number, edits: Edits) =>
      setItems((now) => now.map((item) => (item.key === key ? anew(item, edits) : item))),
    choose: (wanted: Quality) => {
      setQuality(wanted)
      setItems((now) => now.map((item) => anew(item)))
    },
  }
}
