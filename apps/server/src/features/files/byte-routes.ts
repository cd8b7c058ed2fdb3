import type { ServerResponse } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { chatId, fileId, SorokaError, userId } from '@soroka/protocol'
import { byteRoutes } from '@soroka/protocol/contract'
import type { ByteRoute } from '@soroka/protocol/contract'
import * as z from 'zod/mini'
import { callerOf } from '../../platform/http/index.ts'
import type { Guard, RequestContext } from '../../platform/http/index.ts'
import { takeOrThrow } from '../../platform/limits/index.ts'
import type { RateLimiter } from '../../platform/limits/index.ts'
import type { Sql } from '../../platform/db/index.ts'
import type { BlobStore } from '../../platform/files/index.ts'
import { findReadable } from './files-repo.ts'
import type { Links } from './links.ts'
import { readRange } from './range.ts'
import type { HandleTus } from './tus-server.ts'

/** Pieces of one person's uploads and downloads; what they hold is bounded by the quota, and by nothing (S7). */
const pieces = { amount: 6000, seconds: 600 }
const reads = { amount: 12_000, seconds: 600 }

export interface ByteRouteDependencies {
  readonly sql: Sql
  readonly blobs: BlobStore
  readonly links: Links
  readonly limiter: RateLimiter
  readonly tus: HandleTus
  readonly guard: Guard
  contextOf(request: FastifyRequest, reply: FastifyReply): RequestContext
}

const linkQuery = z.object({
  chat: chatId,
  user: userId,
  until: z.string().check(z.regex(/^\d{1,15}$/)),
  mac: z.string().check(z.regex(/^[\w-]{43}$/)),
})
const filePath = z.object({ file: fileId })

/** What a browser may do with sealed bytes that somebody opens as a page: nothing (S11). */
const opaque = {
  'content-type': 'application/octet-stream',
  'content-disposition': 'attachment',
  'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'cache-control': 'no-store',
  'accept-ranges': 'bytes',
}

export interface Transfers {
  /** Ends what is under way: it may take hours, and goes on where it was cut. */
  cut(): void
}

/** Routes that carry bytes, in a scope of their own: bodies are streams here, and may take as long as they flow. */
export async function serveFiles(http: FastifyInstance, deps: ByteRouteDependencies): Promise<Transfers> {
  const { guard, contextOf, limiter, tus } = deps
  const open = new Set<ServerResponse>()
  const routes: Record<ByteRoute, (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>> = {
    'files.upload': async (request, reply) => {
      const context = contextOf(request, reply)
      await guard('files.upload', context, undefined)
      const { user } = callerOf(context)
      await takeOrThrow(limiter, [`upload:${user}`, pieces])
      reply.header('cache-control', 'no-store')
      for (const [name, value] of Object.entries(reply.getHeaders()))
        if (value !== undefined) reply.raw.setHeader(name, value)
      reply.hijack()
      // An answer to somebody who went away is never over.
      const gone = new Promise<void>((resolve) => reply.raw.once('close', resolve))
      await Promise.race([tus(user, request.raw, reply.raw), gone])
    },
    'files.content': (request, reply) => sendContent(deps, request, reply),
  }
  await http.register((scope, _, done) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, _payload, parsed) => parsed(null))
    scope.addHook('onRequest', (_request, reply, next) => {
      open.add(reply.raw)
      reply.raw.once('close', () => open.delete(reply.raw))
      next()
    })
    for (const [name, { path, methods }] of Object.entries(byteRoutes)) {
      const handler = (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
        request.routeName = name
        return routes[name as ByteRoute](request, reply)
      }
      const url = `/api${path.replace(/\{(\w+)\}/g, ':$1')}`
      const options = { method: [...methods], handler, exposeHeadRoute: false, config: { longBody: true } }
      scope.route({ ...options, url })
      if (name === 'files.upload') scope.route({ ...options, url: `${url}/:file` })
    }
    done()
  })
  return {
    cut: () => {
      for (const raw of open) raw.destroy()
    },
  }
}

async function sendContent(deps: ByteRouteDependencies, request: FastifyRequest, reply: FastifyReply) {
  const { sql, blobs, links, limiter, guard, contextOf } = deps
  await guard('files.content', contextOf(request, reply), undefined)
  const path = filePath.safeParse(request.params)
  const query = linkQuery.safeParse(request.query)
  if (!path.success || !query.success) throw new SorokaError('NOT_FOUND')
  const { chat, user, mac } = query.data
  const { file } = path.data
  if (!links.holds({ file, chat, user, until: Number(query.data.until) }, mac)) throw new SorokaError('NOT_FOUND')
  await takeOrThrow(limiter, [`content:${user}`, reads])
  // Asked again: since the link was signed the message may have been deleted, or its reader removed.
  const size = await findReadable(sql, file, chat, user)
  if (size === undefined) throw new SorokaError('NOT_FOUND')
  reply.headers(opaque)
  const range = readRange(request.headers.range, size)
  if (range === null) return reply.code(416).header('content-range', `bytes */${size}`).send()
  const { first, last } = range ?? { first: 0, last: size - 1 }
  if (range !== undefined) reply.code(206).header('content-range', `bytes ${first}-${last}/${size}`)
  reply.header('content-length', last - first + 1)
  return reply.send(await blobs.read(file, first, last))
}
