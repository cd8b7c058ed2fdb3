import type { PersonView } from '@soroka/client/types'
import i18next from 'i18next'
import { engine } from '../../engine/engine.ts'
import { chatStore } from '../../stores/chatStore.ts'
import { act } from '../../ui/act.ts'
import { ask } from '../../ui/layer-store.ts'

const t = i18next.t.bind(i18next)

/** The flag shows at once; the engine's own word follows. */
function show(person: PersonView, change: Partial<PersonView>): void {
  const { people, applyPeople } = chatStore.getState()
  applyPeople([{ ...person, ...people[person.id], ...change }])
}

export async function addContact(person: PersonView): Promise<void> {
  const text = t('people:added', { name: person.name })
  if (await act(engine.contacts.add(person.id), { text })) show(person, { contact: true })
}

export async function removeContact(person: PersonView): Promise<void> {
  const done = await act(engine.contacts.remove(person.id), {
    text: t('people:removed', { name: person.name }),
    undo: async () => {
      await engine.contacts.add(person.id)
      show(person, { contact: true })
    },
  })
  if (done) show(person, { contact: false })
}

/** @returns whether the person is blocked now */
export async function block(person: PersonView): Promise<boolean> {
  const yes = await ask({
    title: t('people:block.title', { name: person.name }),
    text: t('people:block.text'),
    confirm: t('people:block.confirm'),
    danger: true,
  })
  if (!yes || !(await act(engine.contacts.block(person.id), { text: t('people:block.done') }))) return false
  show(person, { blocked: true })
  return true
}

export async function unblock(person: PersonView): Promise<void> {
  if (await act(engine.contacts.unblock(person.id), { text: t('people:block.undone') }))
    show(person, { blocked: false })
}
