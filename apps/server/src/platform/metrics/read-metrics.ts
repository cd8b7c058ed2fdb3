import { setTimeout as pause } from 'node:timers/promises'
import { Counter, Gauge } from 'prom-client'
import type { Registry } from 'prom-client'

// Figures that lie somewhere anyway are read when somebody asks: to count costs nothing more.

/** A value and the labels that tell it from others of its name; labels come from the source, never from people. */
export type Figure = readonly [labels: Readonly<Record<string, string>>, value: number]

/** Shows a figure that goes up and down; undefined: it is not known now, and not shown. */
export function showLevel(
  registry: Registry,
  name: string,
  help: string,
  read: () => number | undefined | Promise<number | undefined>,
): void {
  showLevels(registry, name, help, [], async () => {
    const value = await read()
    return value === undefined ? [] : [[{}, value]]
  })
}

/** Shows figures that go up and down, told apart by labels; those that are not read are not shown. */
export function showLevels(
  registry: Registry,
  name: string,
  help: string,
  labelNames: readonly string[],
  read: () => readonly Figure[] | Promise<readonly Figure[]>,
): void {
  const metric = new Gauge({
    name,
    help,
    labelNames,
    registers: [],
    async collect() {
      const figures = await read()
      this.reset()
      // One without labels begins at 0, which would be a lie.
      if (figures.length === 0) this.remove({})
      for (const [labels, value] of figures) this.set(labels, value)
    },
  })
  registry.registerMetric(metric)
}

/** Shows a figure that only grows. */
export function showCount(registry: Registry, name: string, help: string, read: () => number): void {
  showCounts(registry, name, help, [], () => [[{}, read()]])
}

/** Shows figures that only grow, told apart by labels. */
export function showCounts(
  registry: Registry,
  name: string,
  help: string,
  labelNames: readonly string[],
  read: () => readonly Figure[],
): void {
  const metric = new Counter({
    name,
    help,
    labelNames,
    registers: [],
    collect() {
      this.reset()
      for (const [labels, value] of read()) this.inc(labels, value)
    },
  })
  registry.registerMetric(metric)
}

/** What is asked of a database or a disk waits no longer for it (ms): the other figures are wanted just then. */
const PATIENCE_MS = 2000
/** Figures that come from one question are read together, once for each scrape (ms). */
const FRESH_MS = 1000

/** Asks once for all figures of a scrape; undefined: no answer, or none in time. */
export function readTogether<T>(ask: () => Promise<T>): () => Promise<T | undefined> {
  let askedAt = -Infinity
  let answer: Promise<T | undefined> = Promise.resolve(undefined)
  return () => {
    if (performance.now() - askedAt > FRESH_MS) {
      askedAt = performance.now()
      const late = pause(PATIENCE_MS, undefined, { ref: false })
      answer = Promise.race([ask().catch(() => undefined), late])
    }
    return answer
  }
}
