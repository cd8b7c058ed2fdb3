import { createHash } from 'node:crypto'
import type { FastifyReply } from 'fastify'

const style = `:root{color-scheme:light dark;--dim:light-dark(#5b6470,#9aa4b2);--line:light-dark(#e3e6ea,#2c333d);--card:light-dark(#fff,#1b2027)}
body{font:16px/1.5 system-ui,sans-serif;background:light-dark(#f5f6f8,#12161b);color:light-dark(#16191d,#e8ebef);max-width:56rem;margin:0 auto;padding:24px 16px 64px}
h1{font-size:1.6rem}h2{font-size:1.1rem;margin:0 0 4px}h3{margin:32px 0 8px}.dim{color:var(--dim);margin:0 0 8px}
article,details{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:12px 16px;margin:0 0 12px}
summary{cursor:pointer;overflow-wrap:anywhere}code,pre{font:14px/1.5 ui-monospace,Menlo,Consolas,monospace}pre{white-space:pre-wrap;overflow-wrap:anywhere;margin:8px 0 0}
.method{display:inline-block;min-width:4.5em;font-weight:600}.tag{font-size:.85rem;color:var(--dim)}`
const styleHash = createHash('sha256').update(style).digest('base64')

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

/** A plain page made by the server: no script, its one style allowed by hash, light and dark. */
export function sendPage(reply: FastifyReply, title: string, body: string): FastifyReply {
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title><style>${style}</style></head><body><h1>${escapeHtml(title)}</h1>${body}</body></html>`
  return reply
    .header('content-type', 'text/html; charset=utf-8')
    .header(
      'content-security-policy',
      `default-src 'none'; style-src 'sha256-${styleHash}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
    )
    .header('x-content-type-options', 'nosniff')
    .header('referrer-policy', 'no-referrer')
    .header('cache-control', 'no-store')
    .send(html)
}
