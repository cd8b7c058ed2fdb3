import type { Server } from './server.ts'

/** A figure of the server as Prometheus reads it, by its name with all its labels; 0: it is not there. */
export async function figureOf(server: Server, name: string): Promise<number> {
  const text = await (await fetch(`${server.url}/metrics`)).text()
  const line = text.split('\n').find((one) => one.startsWith(`${name} `))
  return Number(line?.slice(name.length + 1) ?? 0)
}
