/** The other tabs are silenced too. */
const tabs = new BroadcastChannel('soroka-sound')

/** Players that stand nowhere in the page, and how they are silenced. */
const players = new Set<() => void>()

function hushHere(own?: HTMLMediaElement | (() => void)): void {
  for (const quiet of players) if (quiet !== own) quiet()
  for (const other of document.querySelectorAll<HTMLMediaElement>('video, audio'))
    if (other !== own && !other.muted) other.pause()
}

/** Silences whatever sounds in any tab, but for `own`. */
export function hush(own?: HTMLMediaElement | (() => void)): void {
  hushHere(own)
  tabs.postMessage(null)
}

tabs.addEventListener('message', () => hushHere())

/** What plays outside the page is silenced by this when something else begins. @returns how to end it */
export function mayBeHushed(quiet: () => void): () => void {
  players.add(quiet)
  return () => void players.delete(quiet)
}

// Only one thing sounds at a time: whatever begins in the page ends the rest.
document.addEventListener(
  'play',
  ({ target }) => {
    if (target instanceof HTMLMediaElement && !target.muted) hush(target)
  },
  { capture: true },
)
