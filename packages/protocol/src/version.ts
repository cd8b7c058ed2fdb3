/** Version of the wire. Raise it with a line in `history` when a frame or an endpoint changes shape. */
export const protocolVersion = 2
/** The oldest client version that this server still speaks with. */
export const oldestClient = 1

export const history = [
  '1: sign-up, direct chats, sealed messages, marks, typing, presence',
  '2: groups, invites, annotations, scheduled and disappearing messages, contacts, blocks, sealed vault, link previews',
] as const
