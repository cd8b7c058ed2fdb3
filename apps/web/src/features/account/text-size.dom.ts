const key = 'soroka.text'

/** How large the words are beside the browser's own size, which counts too. */
export const textSizes = ['0.9', '1', '1.15', '1.3'] as const
export type TextSize = (typeof textSizes)[number]

export function textSize(): TextSize {
  return textSizes.find((size) => size === localStorage.getItem(key)) ?? '1'
}

/** The same property that index.html sets before the first paint. */
export function setTextSize(size: TextSize): void {
  const { style } = document.documentElement
  if (size === '1') {
    style.removeProperty('--sk-text-size')
    localStorage.removeItem(key)
  } else {
    style.setProperty('--sk-text-size', size)
    localStorage.setItem(key, size)
  }
}
