import type { Mail } from '../../platform/mail/index.ts'

const words = {
  en: { subject: 'Mail from Soroka arrives', text: 'This mail was sent from the desk of {origin}: mail works.' },
  ru: {
    subject: 'Почта от Сороки доходит',
    text: 'Это письмо отправлено со страниц управления {origin}: почта работает.',
  },
}

/** The mail by which an owner sees that mail works. */
export function testMail(to: string, locale: 'ru' | 'en', origin: string): Mail {
  const { subject, text } = words[locale]
  const body = text.replace('{origin}', origin)
  return { to, subject, text: `${body}\n`, html: `<!doctype html><meta charset="utf-8"><p>${body}</p>` }
}
