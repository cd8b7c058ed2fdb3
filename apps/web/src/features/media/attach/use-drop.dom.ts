import { type RefObject, useEffect, useEffectEvent, useState } from 'react'

/** Files of something pasted or dropped; folders are left out. */
export function filesOfTransfer(data: DataTransfer | null): File[] {
  return [...(data?.items ?? [])].flatMap((item) => {
    if (item.kind !== 'file' || item.webkitGetAsEntry()?.isDirectory === true) return []
    return item.getAsFile() ?? []
  })
}

const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true

/** Files that are dragged over the pane around an element. @returns that pane while they are over it */
export function useDrop(anchor: RefObject<HTMLElement | null>, take: (files: File[]) => void): HTMLElement | null {
  const [over, setOver] = useState<HTMLElement | null>(null)
  const onTake = useEffectEvent(take)
  useEffect(() => {
    const pane = anchor.current?.closest<HTMLElement>('main')
    if (!pane) return
    const listening = new AbortController()
    const { signal } = listening
    // Children are entered before their parent is left: only the last way out counts.
    let depth = 0
    const leave = () => {
      depth = Math.max(0, depth - 1)
      if (depth === 0) setOver(null)
    }
    pane.addEventListener('dragenter', (event) => carriesFiles(event) && ++depth && setOver(pane), { signal })
    pane.addEventListener('dragleave', leave, { signal })
    pane.addEventListener('dragover', (event) => carriesFiles(event) && event.preventDefault(), { signal })
    pane.addEventListener(
      'drop',
      (event) => {
        depth = 0
        setOver(null)
        if (!carriesFiles(event)) return
        event.preventDefault()
        onTake(filesOfTransfer(event.dataTransfer))
      },
      { signal },
    )
    return () => listening.abort()
  }, [anchor])
  return over
}
