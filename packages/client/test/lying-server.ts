/** Changes what the server answers over HTTP on its way to one device. */
export class LyingServer {
  /** Called with the path and the parsed answer; returns what the device gets. */
  lie: (path: string, body: unknown) => unknown = (_path, body) => body

  readonly fetch: typeof fetch = async (input, init) => {
    const request = new Request(input, init)
    const response = await fetch(request)
    const text = await response.text()
    const told = response.ok ? this.lie(new URL(request.url).pathname, JSON.parse(text)) : undefined
    const headers = { 'content-type': response.headers.get('content-type') ?? 'application/json' }
    return new Response(told === undefined ? text : JSON.stringify(told), { status: response.status, headers })
  }
}
