/** A page that nobody looks at is not painted. */
const longest = 1000

/** Resolves when something stands on the screen, or after a second. */
export function firstPaint(): Promise<void> {
  return new Promise((painted) => {
    setTimeout(painted, longest)
    const look = (list: PerformanceObserverEntryList) => {
      if (list.getEntriesByName('first-contentful-paint').length > 0) painted()
    }
    new PerformanceObserver(look).observe({ type: 'paint', buffered: true })
  })
}
