import type { FastifyInstance } from 'fastify'
import type { Config } from '../config/index.ts'
import type { Queries } from '../db/index.ts'
import { errorBody, isAtThisMachine } from '../http/index.ts'
import { escapeHtml, sendPage } from '../static/index.ts'
import { listMails } from './mailbox.ts'

const shown = 50

/**
 * /dev/mail: the local mailbox, as HTML, or as JSON where Accept asks for it. Exists only without SMTP and without a
 * domain, for somebody at this very machine and through no proxy (S22, R18); else it answers like any unknown path.
 */
export function serveMailbox(http: FastifyInstance, config: Config, db: Queries): void {
  http.get('/dev/mail', async (request, reply) => {
    if (config.smtpUrl !== undefined || !isAtThisMachine(config, request))
      return reply.code(404).send(errorBody('NOT_FOUND'))
    const list = await listMails(db, shown)
    if (/application\/json/.test(request.headers.accept ?? ''))
      return reply.header('cache-control', 'no-store').send(list)
    const items = list.map(
      (mail) =>
        `<article><h2>${escapeHtml(mail.subject)}</h2><p class="dim">${escapeHtml(mail.to)} · ${new Date(mail.at).toISOString()}</p><pre>${escapeHtml(mail.text)}</pre></article>`,
    )
    return sendPage(
      reply,
      'Mailbox of this server',
      items.join('') || '<p class="dim">No mail yet. Reload after the next one.</p>',
    )
  })
}
