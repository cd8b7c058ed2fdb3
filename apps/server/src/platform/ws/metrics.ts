import type { Registry } from 'prom-client'
import { showCount, showCounts, showLevel } from '../metrics/index.ts'
import type { Figure } from '../metrics/index.ts'
import type { SocketServer } from './socket-server.ts'

/** Shows what the sockets do. */
export function observeSockets(registry: Registry, sockets: SocketServer): void {
  const { counts } = sockets
  const { counts: written } = sockets.writer
  showLevel(registry, 'soroka_ws_connections', 'Open sockets', () => sockets.heartbeat.size)
  showLevel(registry, 'soroka_ws_topics', 'Topics that this process is subscribed to', () => sockets.rooms.size)
  showLevel(
    registry,
    'soroka_ws_behind',
    'Sockets that may have missed something and wait to begin anew',
    () => sockets.behind,
  )
  showLevel(registry, 'soroka_ws_unsent_bytes', 'Bytes that peers have not taken yet', () => unsent(sockets).sum)
  showLevel(
    registry,
    'soroka_ws_unsent_bytes_most',
    'The same, of the slowest peer; 1 MiB is the end',
    () => unsent(sockets).most,
  )
  showCount(registry, 'soroka_ws_deliveries_total', 'Frames queued for a socket', () => written.deliveries)
  showCount(
    registry,
    'soroka_ws_writes_total',
    'Writes to sockets; several frames leave with one',
    () => written.writes,
  )
  showCount(registry, 'soroka_ws_slow_total', 'Sockets cut because more than 1 MB was unsent', () => written.slow)
  showCount(registry, 'soroka_ws_again_total', 'Sockets told to read what they may have missed', () => counts.again)
  showCount(registry, 'soroka_ws_limited_total', 'Frames refused because there were too many', () => counts.limited)
  showCounts(registry, 'soroka_ws_frames_total', 'Frames that came', ['frame'], () =>
    labelled(counts.frames, (frame) => ({ frame })),
  )
  showCounts(registry, 'soroka_ws_refused_total', 'Sockets that were not let in', ['code'], () =>
    labelled(counts.refusals, (code) => ({ code })),
  )
  showCounts(registry, 'soroka_ws_closed_total', 'Sockets that were closed, by whom or why', ['code'], () =>
    labelled(counts.closes, (code) => ({ code })),
  )
}

function unsent({ heartbeat }: SocketServer): { sum: number; most: number } {
  let [sum, most] = [0, 0]
  for (const { unsent: bytes } of heartbeat.all()) {
    sum += bytes
    most = Math.max(most, bytes)
  }
  return { sum, most }
}

function labelled<K>(counts: ReadonlyMap<K, number>, label: (key: K) => Record<string, string>): Figure[] {
  return [...counts].map(([key, count]) => [label(key), count])
}
