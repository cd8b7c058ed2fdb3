/** The tables of the server in the order in which a person thinks of them; what no topic names is among the rest. */
export const topics = [
  { name: 'you', tables: ['users', 'user_photos', 'presence_last_seen', 'vault_entries', 'notify_settings'] },
  { name: 'people', tables: ['contacts', 'blocks'] },
  {
    name: 'chats',
    tables: [
      'chat_participants',
      'chat_memberships',
      'messages',
      'message_reactions',
      'message_reads',
      'scheduled_messages',
      'files',
      'epoch_boxes',
      'chat_joins',
      'chat_leaves',
      'chats_gone',
      'calls',
      'call_participants',
    ],
  },
  {
    name: 'keys',
    tables: [
      'devices',
      'sessions',
      'user_chain',
      'device_boxes',
      'credentials',
      'account_blobs',
      'second_factors',
      'backup_codes',
      'auth_flows',
      'tickets',
    ],
  },
  { name: 'pushes', tables: ['push_devices', 'push_outbox', 'push_shown', 'push_epochs', 'push_focus'] },
  { name: 'rest', tables: [] },
] as const

/** Each topic with what it holds, in its order; none is empty, and nothing is left out. */
export function byTopic<Fact extends { readonly table: string }>(facts: readonly Fact[]) {
  const named = new Set<string>(topics.flatMap(({ tables }) => [...tables]))
  return topics
    .map(({ name, tables }) => ({
      name,
      facts:
        name === 'rest'
          ? facts.filter(({ table }) => !named.has(table))
          : tables.flatMap((one) => facts.filter(({ table }) => table === one)),
    }))
    .filter((topic) => topic.facts.length > 0)
}
