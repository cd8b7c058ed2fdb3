import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { Metrics } from './metrics.ts'

/** Where another machine or container may read the figures, and nothing else. */
export interface MetricsAddress {
  readonly host: string
  readonly port: number
}

/** Opens a port for Prometheus: no proxy leads to it, so that the figures are not on the web. */
export async function listenForScrapes(
  address: MetricsAddress,
  { registry }: Metrics,
): Promise<{ readonly port: number; close(): void }> {
  const http = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') return void response.writeHead(404).end()
    registry.metrics().then(
      (text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
      () => response.writeHead(500).end(),
    )
  })
  http.listen(address.port, address.host)
  await once(http, 'listening')
  return {
    port: (http.address() as AddressInfo).port,
    close: () => {
      http.close()
      http.closeAllConnections()
    },
  }
}
