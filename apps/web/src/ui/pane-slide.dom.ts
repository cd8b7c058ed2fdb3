import { motionReduced } from './use-viewport.dom.ts'

const duration = 320
const easing = 'cubic-bezier(0.22, 1, 0.36, 1)'

function run(frames: [HTMLElement | undefined, Keyframe[]][], time: number, done: () => void): () => void {
  const running = frames.flatMap(
    ([element, keyframes]) => element?.animate(keyframes, { duration: time, easing, fill: 'both' }) ?? [],
  )
  let over = false
  const finish = () => {
    if (over) return
    over = true
    for (const animation of running) animation.cancel()
    done()
  }
  void Promise.allSettled(running.map((animation) => animation.finished)).then(finish)
  return finish
}

const away = { transform: 'translateX(100%)' }
const home = { transform: 'translateX(0)', opacity: 1 }
const behind = { transform: 'translateX(-28%)', opacity: 0.92 }

/** The new pane comes from the right over the old one. @returns ends it at once. */
export function slidePush(above: HTMLElement, below: HTMLElement | undefined, done: () => void): () => void {
  if (motionReduced()) return run([[above, [{ opacity: 0 }, { opacity: 1 }]]], 120, done)
  return run(
    [
      [above, [away, { transform: 'translateX(0)' }]],
      [below, [home, behind]],
    ],
    duration,
    done,
  )
}

/** From where a finger left them to their ends: the upper one out of sight, or both where they were. */
export function slideOut(above: HTMLElement, below: HTMLElement, done: () => void): () => void {
  return run(
    [
      [above, [away]],
      [below, [home]],
    ],
    duration * 0.6,
    done,
  )
}

export function slideHome(above: HTMLElement, below: HTMLElement, done: () => void): () => void {
  return run(
    [
      [above, [home]],
      [below, [behind]],
    ],
    duration * 0.6,
    done,
  )
}

export function slidePop(above: HTMLElement, below: HTMLElement | undefined, done: () => void): () => void {
  if (motionReduced()) return run([[above, [{ opacity: 1 }, { opacity: 0 }]]], 84, done)
  return run(
    [
      [above, [{ transform: 'translateX(0)' }, away]],
      [below, [behind, home]],
    ],
    duration * 0.85,
    done,
  )
}
