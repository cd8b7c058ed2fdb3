/** Where a picture of an album lies, in hundredths of the album's width and height. */
export interface Cell {
  left: number
  top: number
  width: number
  height: number
}

export interface Mosaic {
  /** Width of the whole by its height. */
  ratio: number
  cells: Cell[]
}

const narrowest = 0.6
const widest = 1.9
const mostInRow = 4
/** An album is about as high as wide; rows are no thinner than this, by its width. */
const wanted = 1.05
const thinnest = 0.2

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0)

/** All ways to break a number of pictures into rows. */
function breaks(count: number): number[][] {
  if (count === 0) return [[]]
  const sizes = Array.from({ length: Math.min(mostInRow, count) }, (_, at) => at + 1)
  return sizes.flatMap((size) => breaks(count - size).map((rest) => [size, ...rest]))
}

function rowsOf(ratios: readonly number[], sizes: readonly number[]): number[][] {
  let at = 0
  return sizes.map((size) => ratios.slice(at, (at += size)))
}

function costOf(rows: readonly number[][]): number {
  const heights = rows.map((row) => 1 / sum(row))
  const thin = heights.filter((height) => height < thinnest).length
  // Of equal ones the calmer: rows that are about as high as each other, the larger pictures first.
  const uneven = Math.max(...heights) - Math.min(...heights)
  const rising = rows.filter((row, at) => row.length < (rows[at - 1]?.length ?? 0)).length
  return Math.abs(sum(heights) - wanted) + thin + uneven * 0.4 + rising * 0.15
}

/** One large at the left, two above each other beside it. */
const three: Mosaic = {
  ratio: 1.5,
  cells: [
    { left: 0, top: 0, width: 200 / 3, height: 100 },
    { left: 200 / 3, top: 0, width: 100 / 3, height: 50 },
    { left: 200 / 3, top: 50, width: 100 / 3, height: 50 },
  ],
}

/** Lays two to ten pictures out in rows that fill the width, each about in its own shape. */
export function mosaicOf(shapes: readonly { width: number; height: number }[]): Mosaic {
  if (shapes.length === 3) return three
  const ratios = shapes.map(({ width, height }) =>
    Math.min(widest, Math.max(narrowest, width > 0 && height > 0 ? width / height : 1)),
  )
  const ways = breaks(ratios.length).map((sizes) => rowsOf(ratios, sizes))
  const rows = ways.reduce((best, way) => (costOf(way) < costOf(best) ? way : best))
  const whole = sum(rows.map((row) => 1 / sum(row)))
  let top = 0
  const cells = rows.flatMap((row) => {
    const all = sum(row)
    const height = 100 / all / whole
    let left = 0
    const line = row.map((ratio) => {
      const cell = { left, top, width: (100 * ratio) / all, height }
      left += cell.width
      return cell
    })
    top += height
    return line
  })
  return { ratio: 1 / whole, cells }
}
