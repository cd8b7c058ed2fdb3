import type { Registry } from 'prom-client'
import { showCount, showLevel } from '../metrics/index.ts'
import type { SocketServer } from './socket-server.ts'

/** Shows what the sockets do. */
export function observeSockets(registry: Registry, sockets: SocketServer): void {
  const { counts } = sockets.writer
  showLevel(registry, 'soroka_ws_connections', 'Open sockets', () => sockets.heartbeat.size)
  showLevel(registry, 'soroka_ws_topics', 'Topics that this process is subscribed to', () => sockets.rooms.size)
  showCount(registry, 'soroka_ws_deliveries_total', 'Frames queued for a socket', () => counts.deliveries)
  showCount(registry, 'soroka_ws_writes_total', 'Writes to sockets; several frames leave with one', () => counts.writes)
  showCount(registry, 'soroka_ws_slow_total', 'Sockets cut because more than 1 MB was unsent', () => counts.slow)
}
