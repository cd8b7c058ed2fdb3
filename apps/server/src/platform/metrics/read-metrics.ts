import { Counter, Gauge } from 'prom-client'
import type { Registry } from 'prom-client'

// Figures that lie somewhere anyway are read when somebody asks: to count costs nothing more.

/** Shows a figure that goes up and down. */
export function showLevel(registry: Registry, name: string, help: string, read: () => number): void {
  const metric = new Gauge({
    name,
    help,
    registers: [],
    collect() {
      this.set(read())
    },
  })
  registry.registerMetric(metric)
}

/** Shows a figure that only grows. */
export function showCount(registry: Registry, name: string, help: string, read: () => number): void {
  const metric = new Counter({
    name,
    help,
    registers: [],
    collect() {
      this.reset()
      this.inc(read())
    },
  })
  registry.registerMetric(metric)
}
