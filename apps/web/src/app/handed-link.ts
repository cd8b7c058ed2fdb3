import { nicknameIn } from './person-link.ts'

/** Where a `web+soroka:` link of another program leads: to a person (`@nickname`), else to the list of chats. */
export function placeOfHanded(link: string): string {
  const nickname = nicknameIn(link.replace(/^web\+soroka:(\/\/)?/i, ''))
  return nickname === null ? '/' : `/@${nickname}`
}
