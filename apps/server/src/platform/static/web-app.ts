import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../config/index.ts'
import { errorBody } from '../http/errors.ts'
import { sendPage } from './page.ts'
import { pagePolicy, scriptPolicy } from './security-headers.ts'

const placeholder = '__CSP_NONCE__'
const forever = 'public, max-age=31536000, immutable'

/**
 * Serves the built web app: hashed files for ever, everything else asked for again, the one page for every navigation,
 * and a real 404 for what does not exist.
 */
export async function serveWebApp(
  http: FastifyInstance,
  config: Pick<Config, 'publicUrl' | 'livekit'>,
  root: string,
): Promise<void> {
  const isBuilt = () => existsSync(join(root, 'index.html'))
  if (existsSync(root))
    await http.register(fastifyStatic, {
      root,
      serve: false,
      preCompressed: true,
      cacheControl: false,
      dotfiles: 'ignore',
    })
  const readIndex = indexReader(join(root, 'index.html'))

  async function sendIndex(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    if (!isBuilt())
      return sendPage(
        reply.code(503),
        'Soroka',
        '<p>The web app is not built yet: run <code>npm start</code>, which builds it.</p>',
      )
    const nonce = randomBytes(18).toString('base64')
    const html = (await readIndex()).replaceAll(placeholder, nonce)
    return reply
      .header('content-type', 'text/html; charset=utf-8')
      .header('content-security-policy', pagePolicy(nonce, socketOrigin(config, request) + mediaOrigin(config)))
      .header('cache-control', 'no-cache')
      .send(html)
  }

  http.get('/*', async (request, reply) => {
    const path = (request.raw.url ?? '/').split('?')[0] ?? '/'
    if (path === '/' || path === '/index.html') return sendIndex(request, reply)
    if (isReserved(path)) return reply.code(404).send(errorBody('NOT_FOUND'))
    if (!/\.[a-z0-9]+$/i.test(path)) {
      return isNavigation(request) ? sendIndex(request, reply) : reply.code(404).send(errorBody('NOT_FOUND'))
    }
    const file = decoded(path)
    if (file === undefined || !isBuilt() || !(await isFile(root, file)))
      return reply.code(404).send(errorBody('NOT_FOUND'))
    reply.header('cache-control', file.startsWith('/assets/') ? forever : 'no-cache')
    if (/\.m?js$/.test(file)) reply.header('content-security-policy', scriptPolicy(socketOrigin(config, request)))
    return reply.sendFile(file.slice(1))
  })

  // The share sheet posts here where the app's worker does not run yet. Nothing of it is read: the page says what to do.
  const sorry = async (_: FastifyRequest, reply: FastifyReply) =>
    reply.header('connection', 'close').redirect('/share', 303)
  http.post('/share', { onRequest: sorry }, sorry)
}

/** Paths of the server's own, under which no page of the app may appear. */
function isReserved(path: string): boolean {
  return /^\/(api|ws|dev|metrics|healthz|readyz)(\/|$)/.test(path)
}

/** Only a navigation asks for HTML by name; scripts that fetch accept anything. */
function isNavigation(request: FastifyRequest): boolean {
  return /text\/html/.test(request.headers.accept ?? '')
}

/** The server of media, which is asked over HTTP as well. */
function mediaOrigin({ livekit }: Pick<Config, 'livekit'>): string {
  if (livekit === undefined) return ''
  const { origin } = new URL(livekit.url.replace(/^ws/, 'http'))
  return ` ${origin.replace(/^http/, 'ws')} ${origin}`
}

/** Older browsers don't count ws: as 'self'. */
function socketOrigin(config: Pick<Config, 'publicUrl'>, request: FastifyRequest): string {
  if (config.publicUrl !== undefined) return ` ${config.publicUrl.replace(/^http/, 'ws')}`
  const host = request.headers.host ?? ''
  return /^[a-z0-9.:[\]-]+$/i.test(host) ? ` ws://${host} wss://${host}` : ''
}

function decoded(path: string): string | undefined {
  try {
    const text = decodeURIComponent(path)
    return text.includes('\0') || text.includes('\\') || text.split('/').includes('..') ? undefined : text
  } catch {
    return undefined
  }
}

async function isFile(root: string, file: string): Promise<boolean> {
  const found = await stat(join(root, file)).catch(() => undefined)
  return found?.isFile() ?? false
}

/** The page's text; read again when the file was built anew. */
function indexReader(file: string): () => Promise<string> {
  let read: { at: number; text: string } | undefined
  return async () => {
    const { mtimeMs } = await stat(file)
    if (read?.at !== mtimeMs) read = { at: mtimeMs, text: await readFile(file, 'utf8') }
    return read.text
  }
}
