import { OpenAPIHandler } from '@orpc/openapi/fastify'
import type { Router } from '@orpc/server'
import { contract } from '@soroka/protocol/contract'
import { SorokaError } from '@soroka/protocol'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { readBodies } from './body.ts'
import type { RequestContext } from './context.ts'
import { errorBody, toWireError } from './errors.ts'
import { routeFinder, routesOf } from './routes.ts'

export type ApiRouter = Router<typeof contract, RequestContext>

/** Runs before each route; throws when it may not. `route` is its name in the contract, like `users.find`. */
export type Guard = (route: string, context: RequestContext, input: unknown) => Promise<void>

export interface ApiOptions {
  readonly router: ApiRouter
  readonly guard: Guard
  contextOf(request: FastifyRequest, reply: FastifyReply): RequestContext
}

/** Serves the contract under /api, in a scope of its own. */
export async function serveApi(http: FastifyInstance, options: ApiOptions): Promise<void> {
  const handler = new OpenAPIHandler<RequestContext>(options.router, {
    clientInterceptors: [
      async ({ next, path, context, input }) => {
        try {
          await options.guard(path.join('.'), context, input)
          return await next()
        } catch (error) {
          throw toWireError(error, context)
        }
      },
    ],
  })
  const find = routeFinder(routesOf(contract))

  await http.register((scope, _, done) => {
    readBodies(scope)
    // Before a body is read: nobody waits for one that goes nowhere.
    scope.addHook('onRequest', async (request, reply) => {
      const path = (request.raw.url ?? '').split('?')[0]?.slice('/api'.length) ?? ''
      const found = find(path)
      if (found.length === 0) throw new SorokaError('NOT_FOUND')
      request.routeName = found.find(({ method }) => method === request.method)?.name
      if (request.routeName !== undefined) return
      reply.header('allow', found.map(({ method }) => method).join(', '))
      return reply.code(405).send(errorBody('METHOD_NOT_ALLOWED'))
    })
    scope.all('/api/*', async (request, reply) => {
      reply.header('cache-control', 'no-store')
      const { matched } = await handler.handle(request, reply, {
        prefix: '/api',
        context: options.contextOf(request, reply),
      })
      if (!matched) throw new SorokaError('NOT_FOUND')
      return reply
    })
    done()
  })
}
