import { Fragment } from 'react'
import { useText } from '../../i18n/i18n.ts'
import { usePrefs } from '../../stores/prefsStore.ts'
import css from '../../ui/Settings.module.css'
import table from './KeysSection.module.css'

const command = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl'

/** What is done, and the keys that do it; of several ways, any does. */
const groups = [
  {
    name: 'places',
    rows: [
      ['search', [command, 'K']],
      ['seek', [command, 'F']],
      ['folder', [command, '1…9']],
      ['chat', ['Alt', '↑'], ['Alt', '↓']],
      ['unread', ['Alt', 'Shift', '↑'], ['Alt', 'Shift', '↓']],
      ['back', ['Esc']],
      ['keys', ['?']],
    ],
  },
  {
    name: 'writing',
    rows: [
      ['edit', ['↑']],
      ['messages', ['↑'], ['↓']],
      ['reply', ['R']],
      ['react', ['E']],
      ['menu', ['Enter']],
      ['delete', ['Del']],
    ],
  },
  {
    name: 'calls',
    rows: [
      ['mic', [command, 'Shift', 'M']],
      ['camera', [command, 'Shift', 'O']],
      ['talk', ['Space']],
    ],
  },
] as const

interface RowProps {
  label: string
  ways: readonly (readonly string[])[]
}

function Row({ label, ways }: RowProps) {
  const t = useText()
  return (
    <div className={table.row}>
      <dt>{label}</dt>
      <dd>
        {ways.map((together, at) => (
          <Fragment key={together.join(' ')}>
            {at > 0 && <span className={table.or}>{t('account:keys.or')}</span>}
            {together.map((key) => (
              <kbd key={key} className={table.key}>
                {key}
              </kbd>
            ))}
          </Fragment>
        ))}
      </dd>
    </div>
  )
}

/** What the keyboard does; it is bound in use-shortcuts, message-keys and the keys of calls. */
export function KeysSection() {
  const t = useText()
  const enterSends = usePrefs((state) => state.enterSends)
  const sending = [
    ['send', enterSends ? ['Enter'] : [command, 'Enter']],
    ['line', enterSends ? ['Shift', 'Enter'] : ['Enter']],
  ] as const
  return groups.map(({ name, rows }) => (
    <Fragment key={name}>
      <h3 className={css.caption}>{t(`account:keys.${name}`)}</h3>
      <dl className={table.list}>
        {[...(name === 'writing' ? sending : []), ...rows].map(([what, ...ways]) => (
          <Row key={what} label={t(`account:keys.what.${what}`)} ways={ways} />
        ))}
      </dl>
    </Fragment>
  ))
}
