import { createTransport } from 'nodemailer'
import { isLoopback } from '../config/index.ts'
import type { Courier } from './mail.ts'

export interface SmtpCourier {
  readonly send: Courier
  /** Signs in at the mail server and sends nothing. */
  verify(): Promise<void>
  close(): void
}

/**
 * Sends by SMTP. smtps:// is TLS from the first byte; smtp:// must rise to TLS (STARTTLS) before anything is said,
 * unless the server is this machine. `?tls.rejectUnauthorized=false` in the URL admits a self-signed certificate.
 */
export function smtpCourier(url: string, from: string): SmtpCourier {
  const parsed = new URL(url)
  const secure = parsed.protocol === 'smtps:'
  const local = isLoopback(parsed.hostname)
  const transport = createTransport({
    host: parsed.hostname.replace(/^\[|\]$/g, ''),
    port: Number(parsed.port || (secure ? 465 : 587)),
    secure,
    requireTLS: !secure && (!local || parsed.searchParams.get('requireTLS') === 'true'),
    ...(parsed.username === ''
      ? {}
      : { auth: { user: decodeURIComponent(parsed.username), pass: decodeURIComponent(parsed.password) } }),
    tls: { minVersion: 'TLSv1.2', rejectUnauthorized: parsed.searchParams.get('tls.rejectUnauthorized') !== 'false' },
    disableFileAccess: true,
    disableUrlAccess: true,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
  })
  return {
    send: async (mail) => {
      await transport.sendMail({ from, to: mail.to, subject: mail.subject, text: mail.text, html: mail.html })
    },
    verify: async () => {
      await transport.verify()
    },
    close: () => transport.close(),
  }
}
