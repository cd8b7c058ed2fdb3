/** Only the last of a movement says how fast it was let go (ms). */
const window = 100

/** The speed of a finger in px/ms, over its last moments. */
export function followTouch(): { at(place: number, time: number): void; now(time: number): number } {
  let seen: { place: number; time: number }[] = []
  return {
    at: (place, time) => {
      seen = [...seen.filter((one) => time - one.time <= window), { place, time }]
    },
    now: (time) => {
      const recent = seen.filter((one) => time - one.time <= window)
      const [first, last] = [recent[0], recent.at(-1)]
      return first && last && last.time > first.time ? (last.place - first.place) / (last.time - first.time) : 0
    },
  }
}
