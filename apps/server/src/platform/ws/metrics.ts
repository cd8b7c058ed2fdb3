import { Counter, Gauge } from 'prom-client'
import type { Registry } from 'prom-client'
import type { SocketServer } from './socket-server.ts'

/** Shows what the sockets do; the counts are read when somebody asks, so that a delivery costs nothing more. */
export function observeSockets(registry: Registry, sockets: SocketServer): void {
  const { counts } = sockets.writer
  const connections = new Gauge({
    name: 'soroka_ws_connections',
    help: 'Open sockets',
    registers: [],
    collect() {
      this.set(sockets.heartbeat.size)
    },
  })
  registry.registerMetric(connections)
  const topics = new Gauge({
    name: 'soroka_ws_topics',
    help: 'Topics that this process is subscribed to',
    registers: [],
    collect() {
      this.set(sockets.rooms.size)
    },
  })
  registry.registerMetric(topics)
  counter('soroka_ws_deliveries_total', 'Frames queued for a socket', () => counts.deliveries)
  counter('soroka_ws_writes_total', 'Writes to sockets; several frames leave with one', () => counts.writes)
  counter('soroka_ws_slow_total', 'Sockets cut because more than 1 MB was unsent', () => counts.slow)

  function counter(name: string, help: string, read: () => number): void {
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
}
