import { SegmentedControl, Switch } from '@mantine/core'
import type { ChatView, PolicyView } from '@soroka/client/types'
import { engine } from '../../engine/engine.ts'
import { useText } from '../../i18n/i18n.ts'
import { act } from '../../ui/act.ts'
import panel from '../../ui/Panel.module.css'
import css from './RulesPart.module.css'

const rights = ['write', 'add', 'pin', 'info'] as const
const who = ['everybody', 'admins'] as const

interface SwitchProps {
  id: string
  label: string
  hint: string
  on: boolean
  disabled: boolean
  onChange(on: boolean): void
}

function Rule({ id, label, hint, on, disabled, onChange }: SwitchProps) {
  return (
    <label className={panel.row} htmlFor={id}>
      <span className={panel.label}>
        {label}
        <span className={panel.hint}>{hint}</span>
      </span>
      <Switch
        id={id}
        aria-label={label}
        checked={on}
        disabled={disabled}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    </label>
  )
}

/** Who may do what: signed by an admin, checked by the server and by every client. */
export function RulesPart({ chat }: { chat: ChatView }) {
  const t = useText()
  const { policy } = chat
  const fixed = !chat.rights.manage || chat.left
  const set = (change: Partial<PolicyView>) => void act(engine.groups.setPolicy(chat.id, change))
  return (
    <>
      {fixed && <p className={panel.note}>{t('groups:rules.fixed')}</p>}
      <div className={panel.card}>
        <Rule
          id="announcements"
          label={t('groups:rules.announcements')}
          hint={t('groups:rules.announcementsHint')}
          on={policy.write === 'admins'}
          disabled={fixed}
          onChange={(on) => set({ write: on ? 'admins' : 'everybody' })}
        />
        <Rule
          id="history"
          label={t('groups:rules.history')}
          hint={t(policy.history ? 'groups:rules.historyOn' : 'groups:rules.historyOff')}
          on={policy.history}
          disabled={fixed}
          onChange={(history) => set({ history })}
        />
      </div>
      {rights.map((right) => (
        <section key={right} className={css.right}>
          <h3 className={panel.heading} id={`rule-${right}`}>
            {t(`groups:rules.${right}`)}
          </h3>
          <SegmentedControl
            fullWidth
            withItemsBorders={false}
            aria-labelledby={`rule-${right}`}
            disabled={fixed}
            value={policy[right]}
            onChange={(value) => set({ [right]: value })}
            data={who.map((value) => ({ value, label: t(`groups:who.${value}`) }))}
          />
        </section>
      ))}
      <p className={panel.note} />
    </>
  )
}
