import type { LineView } from '@soroka/client/types'
import type { TFunction } from 'i18next'
import { isMe, nameOf } from '../../ui/names.ts'
import { timerLabel } from './timer-label.ts'

const named = 3

/** `you` inside of a sentence, which others begin. */
function names(line: LineView, t: TFunction): { names: string; count: number } {
  const users = 'users' in line.change ? line.change.users : []
  const inside = line.change.type === 'added' || line.change.type === 'removed'
  const first = users
    .slice(0, named)
    .map((user) => (inside && isMe(user) ? t('messages:youInside') : nameOf(user, line.chat, t)))
  const rest = users.length - first.length
  const joined = first.join(', ')
  return { names: rest > 0 ? t('messages:namesAndMore', { names: joined, count: rest }) : joined, count: users.length }
}

/** What a line between messages says; `group`: it stands in one. */
export function lineWords(line: LineView, group: boolean, t: TFunction): string {
  const name = nameOf(line.by, line.chat, t)
  const { change } = line
  // What I did myself has words of its own where the language needs them.
  const mine = isMe(line.by) ? '_mine' : ''
  switch (change.type) {
    case 'role': {
      // Who hands the group over becomes an admin by his own word.
      const admin = change.role !== 'admin' ? '' : change.user === line.by && mine === '' ? '_self' : mine
      return isMe(change.user)
        ? t(`messages:lines.yourRole_${change.role}${admin}`, { name })
        : t(`messages:lines.role_${change.role}${admin}`, { name, user: nameOf(change.user, line.chat, t) })
    }
    case 'timer':
      return change.seconds === 0
        ? t(`messages:lines.timerOff${mine}`, { name })
        : t(`messages:lines.timer${mine}`, { name, time: timerLabel(change.seconds, t) })
    case 'renamed':
      return t(`messages:lines.renamed${mine}`, { name, title: change.name })
    case 'created':
      return group ? t(`messages:lines.created${mine}`, { name }) : t('messages:lines.begun')
    case 'added':
    case 'removed':
      return t(`messages:lines.${change.type}${mine}`, { name, ...names(line, t) })
    case 'joined':
    case 'left': {
      const me = change.users.length === 1 && change.users.every(isMe) ? '_you' : ''
      return t(`messages:lines.${change.type}${me}`, names(line, t))
    }
    case 'reset':
    case 'key_changed':
      return t(`messages:lines.${change.type}`, { name, ...names(line, t) })
    default:
      return t(`messages:lines.${change.type}${mine}`, { name })
  }
}
