export const infoParts = [
  'members',
  'rules',
  'invites',
  'joins',
  'edit',
  'verify',
  'timer',
  'note',
  'links',
  'media',
  'files',
  'voice',
  'export',
] as const
export type InfoPart = (typeof infoParts)[number]

/** What the address says beside its path. */
export interface Place {
  /** The list shows the search over everything. */
  find?: true
  /** The open chat shows its own search. */
  seek?: true
  /** The message where the chat should stand: its seq or id. */
  m?: string | number
  /** The message whose thread lies over the chat. */
  thread?: string
  /** Chats that are kept apart from the list. */
  list?: 'archive' | 'requests'
  /** A page of the info panel. */
  part?: InfoPart
  /** The member whom the page is about. */
  who?: string
}

/** The address of something in a chat: the list beside it stays the one that it was. */
export function besideList(next: Place): (place: Place) => Place {
  return ({ list }) => ({ ...(list ? { list } : {}), ...next })
}

function isPart(value: unknown): value is InfoPart {
  return (infoParts as readonly unknown[]).includes(value)
}

export function readPlace(search: Record<string, unknown>): Place {
  const { find, seek, m, thread, list, part, who } = search
  return {
    ...(find === true ? { find } : {}),
    ...(seek === true ? { seek } : {}),
    ...(typeof m === 'string' || typeof m === 'number' ? { m } : {}),
    ...(typeof thread === 'string' ? { thread } : {}),
    ...(list === 'archive' || list === 'requests' ? { list } : {}),
    ...(isPart(part) ? { part } : {}),
    ...(typeof who === 'string' ? { who } : {}),
  }
}
