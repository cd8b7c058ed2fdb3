export { createMetrics, type Metrics, serveMetrics } from './metrics.ts'
export { showCount, showLevel } from './read-metrics.ts'
