import type { FastifyInstance } from 'fastify'
import { escapeHtml, sendPage } from '../static/index.ts'
import { describeApi } from './openapi.ts'
import type { Document } from './openapi.ts'

type Operation = {
  readonly method: string
  readonly path: string
  readonly tag: string
  readonly summary: string
  readonly signedIn: boolean
  readonly request: unknown
  readonly responses: readonly (readonly [status: string, schema: unknown])[]
}

/** /api/openapi.json, and the same to read at /api/docs. */
export function serveDocs(http: FastifyInstance): void {
  let made: Promise<Document> | undefined
  const document = () => (made ??= describeApi())
  http.get('/api/openapi.json', async (_, reply) => reply.header('cache-control', 'no-cache').send(await document()))
  http.get('/api/docs', async (_, reply) =>
    sendPage(reply, 'The HTTP interface of Soroka', writePage(operationsOf(await document()))),
  )
}

function operationsOf(document: Document): Operation[] {
  const methods = ['get', 'post', 'put', 'patch', 'delete'] as const
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    methods.flatMap((method): Operation[] => {
      const operation = item?.[method]
      if (operation === undefined) return []
      const { requestBody, parameters, responses } = operation
      return [
        {
          method: method.toUpperCase(),
          path,
          tag: operation.tags?.[0] ?? '',
          summary: operation.summary ?? '',
          signedIn: (operation.security ?? []).length > 0,
          request: jsonOf(requestBody) ?? parameters,
          responses: Object.entries(responses ?? {}).map(([status, response]) => [status, jsonOf(response)] as const),
        },
      ]
    }),
  )
}

/** The JSON schema of a body. */
function jsonOf(part: unknown): unknown {
  if (typeof part !== 'object' || part === null || !('content' in part)) return undefined
  const { content } = part
  if (typeof content !== 'object' || content === null || !('application/json' in content)) return undefined
  const media = content['application/json']
  return typeof media === 'object' && media !== null && 'schema' in media ? media.schema : undefined
}

function writePage(operations: readonly Operation[]): string {
  const intro =
    '<p class="dim">The same for programs: <a href="/api/openapi.json">openapi.json</a> (OpenAPI 3.1). Paths stand below <code>/api</code>.</p>'
  const groups = [...new Set(operations.map((operation) => operation.tag))].map((tag) => {
    const inside = operations.filter((operation) => operation.tag === tag).map(writeOperation)
    return `<h3>${escapeHtml(tag)}</h3>${inside.join('')}`
  })
  return intro + groups.join('')
}

function writeOperation(operation: Operation): string {
  const { method, path, summary, signedIn, request, responses } = operation
  const bodies = responses.map(
    ([status, schema]) => `<p class="tag">Answer ${escapeHtml(status)}</p>${writeSchema(schema)}`,
  )
  return `<details><summary><code><span class="method">${method}</span>${escapeHtml(path)}</code><br>${escapeHtml(summary)}${
    signedIn ? ' <span class="tag">· signed in</span>' : ''
  }</summary><p class="tag">Request</p>${writeSchema(request)}${bodies.join('')}</details>`
}

function writeSchema(schema: unknown): string {
  return schema === undefined
    ? '<p class="dim">nothing</p>'
    : `<pre>${escapeHtml(JSON.stringify(schema, null, 2))}</pre>`
}
