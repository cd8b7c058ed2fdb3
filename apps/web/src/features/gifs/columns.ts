interface Sized {
  width: number
  height: number
}

/** Side by side in two columns, the shorter one first: nothing is cut. */
export function columns<T extends Sized>(gifs: readonly T[]): [T[], T[]] {
  const [left, right]: [T[], T[]] = [[], []]
  let lead = 0
  for (const gif of gifs) {
    const tall = gif.width > 0 ? gif.height / gif.width : 1
    if (lead <= 0) left.push(gif)
    else right.push(gif)
    lead += lead <= 0 ? tall : -tall
  }
  return [left, right]
}
