import { useEffect, useState } from 'react'
import { openEasel } from '../prepare/pictures.dom.ts'
import { type Easel, easelOf } from './paint.ts'

/** The picture of a file, small enough for the screen; in words while it comes or when it can't. */
export function useEasel(file: File): Easel | 'waiting' | 'unreadable' {
  const [easel, setEasel] = useState<Easel | 'waiting' | 'unreadable'>('waiting')
  useEffect(() => {
    let left = false
    let opened: ImageBitmap | null = null
    openEasel(file).then(
      (picture) => {
        opened = picture
        if (left) picture?.close()
        else setEasel(picture ? easelOf(picture) : 'unreadable')
      },
      () => setEasel('unreadable'),
    )
    return () => {
      left = true
      opened?.close()
    }
  }, [file])
  return easel
}
