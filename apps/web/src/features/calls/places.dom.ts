import type { Place, Places } from '@soroka/client/webrtc'
import { createStore } from 'zustand/vanilla'

/** More points than that for each of the page's own nobody sees in a moving picture. */
const SHARPEST = 2

/** Where the pictures of a call can be seen now: a path may leave out what nobody sees, and send small what is small. */
export const placesStore = createStore<{ places: Places }>(() => ({ places: new Map() }))

interface Shown {
  stream: MediaStream
  place: Place | null
}

const all = new Map<HTMLVideoElement, Shown>()
let isTelling = false

/** Once for all that changes at a time. */
function tell(): void {
  if (isTelling) return
  isTelling = true
  queueMicrotask(() => {
    isTelling = false
    const places = new Map<MediaStream, Place>()
    for (const { stream, place } of all.values())
      if (place && place.width > (places.get(stream)?.width ?? 0)) places.set(stream, place)
    placesStore.setState({ places })
  })
}

/** From now on the element shows this stream. @returns ends it */
export function standAt(video: HTMLVideoElement, stream: MediaStream): () => void {
  // It may stand in the small window over other programs, which has a document of its own.
  const document = video.ownerDocument
  const view = document.defaultView ?? window
  const shown: Shown = { stream, place: null }
  let isInSight = false
  const look = () => {
    const sharp = Math.min(view.devicePixelRatio, SHARPEST)
    const { clientWidth, clientHeight } = video
    const place = { width: Math.round(clientWidth * sharp), height: Math.round(clientHeight * sharp) }
    const isSeen = isInSight && document.visibilityState === 'visible' && place.width > 0 && place.height > 0
    const before = shown.place
    if (isSeen ? before?.width === place.width && before.height === place.height : before === null) return
    shown.place = isSeen ? place : null
    tell()
  }
  const sight = new view.IntersectionObserver((entries) => {
    isInSight = entries.at(-1)?.isIntersecting ?? false
    look()
  })
  const size = new view.ResizeObserver(look)
  all.set(video, shown)
  sight.observe(video)
  size.observe(video)
  document.addEventListener('visibilitychange', look)
  return () => {
    sight.disconnect()
    size.disconnect()
    document.removeEventListener('visibilitychange', look)
    all.delete(video)
    tell()
  }
}
