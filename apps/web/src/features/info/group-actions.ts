import type { ChatView, MemberView } from '@soroka/client/types'
import i18next from 'i18next'
import { engine } from '../../engine/engine.ts'
import { act } from '../../ui/act.ts'
import { ask } from '../../ui/layer-store.ts'

const t = i18next.t.bind(i18next)

export function setAdmin(chat: ChatView, { person }: MemberView, on: boolean): Promise<boolean> {
  return act(engine.groups.setRole(chat.id, person.id, on ? 'admin' : 'member'), {
    text: t(on ? 'groups:made.admin' : 'groups:made.member', { name: person.name }),
  })
}

export async function removeMember(chat: ChatView, { person }: MemberView): Promise<boolean> {
  const yes = await ask({
    title: t('groups:remove.title', { name: person.name }),
    text: t('groups:remove.text'),
    confirm: t('groups:remove.confirm'),
    danger: true,
  })
  return (
    yes && act(engine.groups.remove(chat.id, [person.id]), { text: t('groups:remove.done', { name: person.name }) })
  )
}

export async function handOver(chat: ChatView, { person }: MemberView): Promise<boolean> {
  const yes = await ask({
    title: t('groups:handOver.title', { name: person.name }),
    text: t('groups:handOver.text'),
    confirm: t('groups:handOver.confirm'),
  })
  return (
    yes && act(engine.groups.handOver(chat.id, person.id), { text: t('groups:handOver.done', { name: person.name }) })
  )
}

/** @returns whether the group is gone */
export async function destroyGroup(chat: ChatView): Promise<boolean> {
  const yes = await ask({
    title: t('groups:destroy.title'),
    text: t('groups:destroy.text', { name: chat.title }),
    confirm: t('groups:destroy.confirm'),
    danger: true,
  })
  return yes && act(engine.groups.destroy(chat.id), { text: t('groups:destroy.done') })
}

/** An owner who is not alone hands over first; everybody else is asked once. @returns whether I have left */
export async function leaveGroup(chat: ChatView): Promise<boolean> {
  if (chat.role === 'owner' && chat.memberCount > 1) {
    await ask({
      title: t('groups:ownerLeaves.title'),
      text: t('groups:ownerLeaves.text'),
      confirm: t('app:understood'),
    })
    return false
  }
  const yes = await ask({
    title: t('chats:delete.leave.title'),
    text: t('chats:delete.leave.text', { name: chat.title }),
    confirm: t('chats:delete.leave.confirm'),
    danger: true,
  })
  return yes && act(engine.groups.leave(chat.id), { text: t('groups:leftDone') })
}
