import { UnstyledButton } from '@mantine/core'
import type { ChatView } from '@soroka/client/types'
import { IconCheck } from '@tabler/icons-react'
import { engine } from '../../engine/engine.ts'
import { useText } from '../../i18n/i18n.ts'
import { act } from '../../ui/act.ts'
import panel from '../../ui/Panel.module.css'
import { walkRadios } from '../../ui/walk-radios.dom.ts'
import { timers, timerText } from './timer-choices.ts'

/** After how long messages of this chat disappear everywhere. */
export function TimerPart({ chat }: { chat: ChatView }) {
  const t = useText()
  const mine = chat.kind !== 'group' || chat.rights.info
  const known: number[] = [...timers]
  const choices = known.includes(chat.timer) ? known : [...known, chat.timer].toSorted((a, b) => a - b)
  return (
    <>
      <p className={panel.note}>{t(mine ? 'people:timer.hint' : 'people:timer.admins')}</p>
      <div
        className={panel.card}
        role="radiogroup"
        tabIndex={-1}
        aria-label={t('people:timer.title')}
        onKeyDown={walkRadios}
      >
        {choices.map((seconds) => (
          <UnstyledButton
            key={seconds}
            className={panel.row}
            role="radio"
            aria-checked={seconds === chat.timer}
            tabIndex={seconds === chat.timer ? 0 : -1}
            disabled={!mine}
            onClick={() => void act(engine.groups.setTimer(chat.id, seconds))}
          >
            <span className={panel.label}>{seconds === 0 ? t('people:timer.never') : timerText(seconds, t)}</span>
            {seconds === chat.timer && <IconCheck size={21} stroke={2} className={panel.check} aria-hidden />}
          </UnstyledButton>
        ))}
      </div>
    </>
  )
}
