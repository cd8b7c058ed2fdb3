import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { type Prepared, prepareFile, type Quality } from '../prepare/prepare.dom.ts'
import { isVisual } from '../shapes.ts'
import type { Item } from './items.ts'

function urlOf({ file, remark }: Prepared): string | undefined {
  // What this browser can't draw has an icon.
  const shown = isVisual(file.shape) || (remark === undefined && /^image\/(jpeg|png|webp|gif)$/.test(file.type))
  return shown ? URL.createObjectURL(file.preview?.blob ?? file.blob) : undefined
}

async function made(item: Item, quality: Quality): Promise<Item> {
  const { url: _, ...plain } = item
  try {
    const prepared = await prepareFile(item.source, { quality, ...(item.edits ? { edits: item.edits } : {}) })
    const url = urlOf(prepared)
    return { ...plain, made: prepared, ...(url ? { url } : {}) }
  } catch (error) {
    // The file was taken away, or written anew, after it was chosen.
    if (!(error instanceof DOMException)) console.error(error)
    return { ...plain, problem: 'unreadable' }
  }
}

/**
 * Makes each file ready, one after the other: a phone has not the memory for ten at once. `put` gets what became of an item,
 * and gives a new list even when the item was changed meanwhile: then it is made once more.
 */
export function usePrepared(items: Item[], quality: Quality, put: (before: Item, after: Item) => void): void {
  const [urls] = useState(() => new Set<string>())
  const busy = useRef(false)
  const here = useRef(true)
  const make = useEffectEvent(async (item: Item) => {
    busy.current = true
    const after = await made(item, quality)
    busy.current = false
    if (after.url) urls.add(after.url)
    // The dialog may be gone by now.
    if (here.current) put(item, after)
    else forget(urls)
  })
  useEffect(() => {
    const next = items.find((item) => !item.made && !item.problem)
    if (next && !busy.current) void make(next)
  }, [items])
  useEffect(() => {
    here.current = true
    return () => {
      here.current = false
      forget(urls)
    }
  }, [urls])
}

function forget(urls: Set<string>): void {
  for (const url of urls) URL.revokeObjectURL(url)
}
