import type { Mail, MailKind, MailOrder } from './mail.ts'

interface Words {
  readonly subject: string
  readonly lead: string
  readonly after: string
}

const words: Readonly<Record<'en' | 'ru', Readonly<Record<MailKind, Words>>>> = {
  en: {
    sign_up_code: {
      subject: '{code} is your Soroka code',
      lead: 'Welcome to Soroka! Type this code where you signed up:',
      after:
        'The code is good for 15 minutes. If you did not sign up, ignore this mail: nothing happens without the code.',
    },
    account_exists: {
      subject: 'You already have a Soroka account',
      lead: 'Somebody, probably you, tried to sign up with this address. It has an account already: just sign in.',
      after:
        'If you forgot the password, choose "Forgot the password?" when signing in. If it was not you, ignore this mail.',
    },
    recovery_code: {
      subject: '{code} is your Soroka recovery code',
      lead: 'Type this code to choose a new password:',
      after:
        'The code is good for 15 minutes, and does nothing without your recovery key. If you did not ask for it, ignore this mail, and tell the code to nobody.',
    },
    no_account: {
      subject: 'There is no Soroka account for this address',
      lead: 'Somebody, probably you, wanted to choose a new password, but this address has no account.',
      after: 'Perhaps you signed up with another address. If it was not you, ignore this mail.',
    },
    old_address_code: {
      subject: '{code} confirms your new Soroka address',
      lead: 'You want another address for your Soroka account. Type this code as the one of the old address:',
      after:
        'The code is good for 15 minutes, and nothing changes without it. If it was not you, somebody knows your password: change it.',
    },
    new_address_code: {
      subject: '{code} confirms this address in Soroka',
      lead: 'Type this code as the one of the new address:',
      after: 'The code is good for 15 minutes. If you have no Soroka account, ignore this mail.',
    },
  },
  ru: {
    sign_up_code: {
      subject: '{code} — ваш код Сороки',
      lead: 'Добро пожаловать в Сороку! Введите этот код там, где вы регистрировались:',
      after:
        'Код действует 15 минут. Если вы не регистрировались, не обращайте внимания на письмо: без кода ничего не произойдёт.',
    },
    account_exists: {
      subject: 'У вас уже есть учётная запись в Сороке',
      lead: 'Кто-то, вероятно вы, пытался зарегистрироваться с этим адресом. Учётная запись уже есть: просто войдите.',
      after:
        'Если вы забыли пароль, выберите при входе «Забыли пароль?». Если это были не вы, не обращайте внимания на письмо.',
    },
    recovery_code: {
      subject: '{code} — код для нового пароля в Сороке',
      lead: 'Введите этот код, чтобы задать новый пароль:',
      after:
        'Код действует 15 минут и ничего не даёт без вашего ключа восстановления. Если вы его не запрашивали, не обращайте внимания на письмо и никому не говорите код.',
    },
    no_account: {
      subject: 'Для этого адреса нет учётной записи в Сороке',
      lead: 'Кто-то, вероятно вы, хотел задать новый пароль, но для этого адреса нет учётной записи.',
      after: 'Возможно, вы регистрировались с другим адресом. Если это были не вы, не обращайте внимания на письмо.',
    },
    old_address_code: {
      subject: '{code} — код для смены почты в Сороке',
      lead: 'Вы меняете почту учётной записи. Введите этот код как код со старого адреса:',
      after:
        'Код действует 15 минут, и без него ничего не изменится. Если это были не вы, кто-то знает ваш пароль: смените его.',
    },
    new_address_code: {
      subject: '{code} — код для новой почты в Сороке',
      lead: 'Введите этот код как код с нового адреса:',
      after: 'Код действует 15 минут. Если у вас нет учётной записи в Сороке, не обращайте внимания на письмо.',
    },
  },
}

const codeKinds: ReadonlySet<MailKind> = new Set<MailKind>([
  'sign_up_code',
  'recovery_code',
  'old_address_code',
  'new_address_code',
])

/** Writes the mail: plain text and the same as simple HTML. Nothing in it comes from people but the address. */
export function writeMail(order: MailOrder): Mail {
  const { subject, lead, after } = words[order.locale][order.kind]
  const code = codeKinds.has(order.kind) ? order.code : undefined
  const grouped = code === undefined ? [] : [`${code.slice(0, 3)} ${code.slice(3)}`]
  return {
    to: order.to,
    subject: subject.replace('{code}', code ?? ''),
    text: `${[lead, ...(code === undefined ? [] : [`    ${code}`]), after].join('\n\n')}\n\n— Soroka\n`,
    html: page(order.locale, lead, after, grouped),
  }
}

function page(locale: string, lead: string, after: string, code: readonly string[]): string {
  const big = code.map(
    (digits) => `<p style="font:600 32px/1.2 ui-monospace,Menlo,Consolas,monospace;letter-spacing:2px">${digits}</p>`,
  )
  return `<!doctype html><html lang="${locale}"><meta charset="utf-8"><body style="font:16px/1.5 system-ui,sans-serif;max-width:32em;margin:32px auto;padding:0 16px"><p>${lead}</p>${big.join('')}<p style="color:#666">${after}</p><p style="color:#666">— Soroka</p></body></html>`
}
