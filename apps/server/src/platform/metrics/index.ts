export { countEvents } from './count-events.ts'
export { createMetrics, type Metrics, serveMetrics } from './metrics.ts'
export { listenForScrapes } from './metrics-port.ts'
export { type Figure, readTogether, showCount, showCounts, showLevel, showLevels } from './read-metrics.ts'
