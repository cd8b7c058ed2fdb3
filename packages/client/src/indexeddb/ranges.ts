/** Which positions of a log are here: ascending closed ranges that neither overlap nor touch. */
export type Ranges = [number, number][]

/** The ranges with from…to added. */
export function addRange(ranges: Ranges, from: number, to: number): Ranges {
  const out: Ranges = []
  let low = from
  let high = to
  for (const [a, b] of ranges) {
    if (b < low - 1 || a > high + 1) out.push([a, b])
    else {
      low = Math.min(low, a)
      high = Math.max(high, b)
    }
  }
  out.push([low, high])
  return out.sort((x, y) => x[0] - y[0])
}

/** The ranges without one position. */
export function dropPosition(ranges: Ranges, seq: number): Ranges {
  return ranges.flatMap(([a, b]): Ranges => {
    if (seq < a || seq > b) return [[a, b]]
    const rest: Ranges = []
    if (seq > a) rest.push([a, seq - 1])
    if (seq < b) rest.push([seq + 1, b])
    return rest
  })
}

/** The ranges without anything above a position. */
export function cutAbove(ranges: Ranges, seq: number): Ranges {
  return ranges.flatMap(([a, b]): Ranges => (a > seq ? [] : [[a, Math.min(b, seq)]]))
}

export function hasPosition(ranges: Ranges, seq: number): boolean {
  return ranges.some(([a, b]) => seq >= a && seq <= b)
}

/** The highest missing range at or below `top`, or null when all from 1 on is here. */
export function highestGap(ranges: Ranges, top: number): [number, number] | null {
  let high = top
  for (let i = ranges.length - 1; i >= 0; i--) {
    const range = ranges[i]
    if (range === undefined || range[0] > high) continue
    if (range[1] < high) return [range[1] + 1, high]
    high = range[0] - 1
  }
  return high >= 1 ? [1, high] : null
}
