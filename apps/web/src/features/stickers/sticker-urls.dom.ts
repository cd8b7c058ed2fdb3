import type { FileId } from '@soroka/protocol'
import { useEffect, useState } from 'react'
import { engine } from '../../engine/engine.ts'
import { authStore } from '../../stores/authStore.ts'

/** What is drawn as a picture of others: never a vector or a page, whatever it calls itself (S11). */
const raster = /^(image\/(webp|png|jpeg|gif|avif)|video\/(mp4|webm))$/
const kept = new Map<FileId, Promise<string>>()

async function read(id: FileId): Promise<string> {
  const blob = await engine.stickers.read(id)
  const type = raster.test(blob.type) ? blob.type : 'application/octet-stream'
  return URL.createObjectURL(new Blob([blob], { type }))
}

function urlOf(id: FileId): Promise<string> {
  const known = kept.get(id)
  if (known) return known
  const reading = read(id)
  kept.set(id, reading)
  reading.catch(() => kept.delete(id))
  return reading
}

/** The address of a sticker or GIF that is kept; undefined until it is here, null when it can't be had. */
export function useKeptUrl(id: FileId | null): string | null | undefined {
  const [found, setFound] = useState<{ id: FileId; url: string | null }>()
  useEffect(() => {
    if (id === null) return
    let left = false
    urlOf(id).then(
      (url) => left || setFound({ id, url }),
      () => left || setFound({ id, url: null }),
    )
    return () => {
      left = true
    }
  }, [id])
  return found?.id === id ? found?.url : undefined
}

// Signing out leaves no picture in memory.
authStore.subscribe(({ session }) => {
  if (session !== null) return
  for (const reading of kept.values()) void reading.then(URL.revokeObjectURL, () => undefined)
  kept.clear()
})
