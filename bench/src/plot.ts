/** One curve: points in the plot's units. */
export interface Curve {
  readonly name: string
  readonly points: readonly (readonly [x: number, y: number])[]
}

export interface Plot {
  readonly title: string
  readonly x: string
  readonly y: string
  readonly curves: readonly Curve[]
}

const [width, height, left, right, top, bottom] = [640, 380, 64, 170, 44, 48]
const colours = ['#3451b2', '#c2410c', '#15803d', '#7e22ce']

/** A picture with logarithmic axes: a straight line of slope one is linear growth, a flat one none. */
export function plotSvg({ title, x, y, curves }: Plot): string {
  const points = curves.flatMap((curve) => curve.points)
  const horizontal = axis(
    points.map(([value]) => value),
    left,
    width - right,
  )
  const vertical = axis(
    points.map(([, value]) => value),
    height - bottom,
    top,
  )
  const parts = [
    `<text x="${left}" y="24" class="title">${title}</text>`,
    ...horizontal.ticks.map(
      ([label, at]) =>
        `<line x1="${at}" y1="${top}" x2="${at}" y2="${height - bottom}"/><text x="${at}" y="${height - bottom + 18}" text-anchor="middle">${label}</text>`,
    ),
    ...vertical.ticks.map(
      ([label, at]) =>
        `<line x1="${left}" y1="${at}" x2="${width - right}" y2="${at}"/><text x="${left - 8}" y="${at + 4}" text-anchor="end">${label}</text>`,
    ),
    `<text x="${(left + width - right) / 2}" y="${height - 8}" text-anchor="middle">${x}</text>`,
    `<text transform="translate(14 ${(top + height - bottom) / 2}) rotate(-90)" text-anchor="middle">${y}</text>`,
  ]
  curves.forEach((curve, i) => {
    const colour = colours[i % colours.length] ?? '#000'
    const path = curve.points.map(([a, b]) => `${horizontal.at(a).toFixed(1)},${vertical.at(b).toFixed(1)}`)
    parts.push(
      `<polyline points="${path.join(' ')}" fill="none" stroke="${colour}" stroke-width="2"/>`,
      ...path.map(
        (point) => `<circle cx="${point.split(',')[0]}" cy="${point.split(',')[1]}" r="3" fill="${colour}"/>`,
      ),
      `<text x="${width - right + 12}" y="${top + 14 + i * 18}" fill="${colour}">${curve.name}</text>`,
    )
  })
  const style =
    'text{font:12px system-ui,sans-serif;fill:#444}.title{font-size:14px;font-weight:600;fill:#111}line{stroke:#ddd}'
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">` +
    `<style>${style}</style><rect width="100%" height="100%" fill="#fff"/>${parts.join('')}</svg>\n`
  )
}

interface Axis {
  at(value: number): number
  readonly ticks: readonly (readonly [label: string, at: number])[]
}

/** Whole powers of ten around the values. */
function axis(values: readonly number[], from: number, to: number): Axis {
  const positive = values.filter((value) => value > 0)
  const low = Math.floor(Math.log10(Math.min(...positive)) + 1e-9)
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...positive)) - 1e-9))
  const at = (value: number): number => from + ((Math.log10(value) - low) / (high - low)) * (to - from)
  const powers = Array.from({ length: high - low + 1 }, (_, i) => low + i)
  return { at, ticks: powers.map((power) => [label(power), at(10 ** power)] as const) }
}

function label(power: number): string {
  return power >= 0 ? (10 ** power).toLocaleString('en-US') : (10 ** power).toFixed(-power)
}
