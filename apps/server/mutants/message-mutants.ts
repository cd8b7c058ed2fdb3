import type { Mutant } from '../../../scripts/mutants/mutant.ts'

const persistSql = '../migrations/0006_annotations.sql'
const annotationsTest = 'features/messages/annotations.test.ts'
const propertyTest = 'features/messages/persist-property.test.ts'
const expiryTest = 'features/messages/expiry.test.ts'
const scheduleTest = 'features/messages/schedule.test.ts'
const schedulerTest = 'features/messages/scheduler.test.ts'
const historyTest = 'features/messages/history.test.ts'
const readersTest = 'features/messages/readers.test.ts'

/** Holes in annotations, deletions, scheduled and disappearing messages, and in who reads them. */
export const messageMutants: readonly Mutant[] = [
  {
    name: 'S6 edits by others are let through',
    file: persistSql,
    from: 'p_kind = 16 AND (target.sender <> p_sender OR target.kind = 3)',
    to: 'p_kind = 16 AND target.kind = 3',
    test: annotationsTest,
  },
  {
    name: 'S6 members delete what others wrote',
    file: persistSql,
    from: "(p_chat.kind <> 'group' OR p_role = 'member')",
    to: "p_chat.kind <> 'group'",
    test: annotationsTest,
  },
  {
    name: 'S6 a target is looked for in all chats (CVE-2023-28325)',
    file: persistSql,
    from: 'WHERE m.chat_id = p_chat.id AND m.msg_id = p_target',
    to: 'WHERE m.msg_id = p_target',
    test: annotationsTest,
  },
  {
    name: 'R13 a tombstone is spoken of',
    file: persistSql,
    from: 'AND m.msg_id = p_target AND m.envelope IS NOT NULL',
    to: 'AND m.msg_id = p_target',
    test: annotationsTest,
  },
  {
    name: 'R13 a deletion keeps the edits',
    file: persistSql,
    from: 'AND m.envelope IS NOT NULL AND m.kind <> 17;',
    to: 'AND m.envelope IS NOT NULL AND m.kind NOT IN (16, 17);',
    test: annotationsTest,
  },
  {
    name: 'R14 the slot is not erased',
    file: persistSql,
    from: 'IF older IS NOT NULL THEN o_erased := erase_rows(p_chat, ARRAY[older]); END IF;',
    to: '',
    test: annotationsTest,
  },
  {
    name: 'R14 a closed poll takes votes',
    file: persistSql,
    from: '(target.kind <> 3 OR closed)',
    to: 'target.kind <> 3',
    test: annotationsTest,
  },
  {
    name: 'R23 what lies outside a membership is spoken of',
    file: persistSql,
    from: 'AND m.seq > s.from_seq AND (s.to_seq IS NULL OR m.seq <= s.to_seq));',
    to: ');',
    test: annotationsTest,
  },
  {
    name: 'R5 the header goes into the hash',
    file: '../migrations/0007_files.sql',
    from: "'\\x00'::bytea || substring(m.envelope FROM l.size + 1)",
    to: "'\\x00'::bytea || m.envelope",
    test: historyTest,
  },
  {
    name: "S6 somebody else's message id is taken",
    file: persistSql,
    from: "        WHEN m.seq IS NOT NULL THEN 'ENVELOPE_INVALID'\n",
    to: '',
    test: annotationsTest,
  },
  {
    name: 'R7 who is blocked writes on',
    file: persistSql,
    from: "chat_kind = 'direct' AND p_kind <> 17",
    to: 'chat_kind IS NULL AND p_kind <> 17',
    test: annotationsTest,
  },
  {
    name: 'R6 in a batch everybody writes',
    file: persistSql,
    from: "        WHEN c.write_who <> 1 AND p.role = 'member' THEN 'FORBIDDEN'\n",
    to: '',
    test: propertyTest,
  },
  {
    name: 'R15 anybody calls all',
    file: persistSql,
    from: "        OR c.kind = 'group' AND left(p_notify, 1) = '*',",
    to: ',',
    test: annotationsTest,
  },
  {
    name: 'R16 nothing disappears',
    file: 'features/messages/expiry.ts',
    from: 'publishErased(bus, chat, await eraseMessages(sql, chat, seqs))',
    to: 'publishErased(bus, chat, (void eraseMessages, void seqs, []))',
    test: expiryTest,
  },
  {
    name: 'R16 everything disappears at once',
    file: 'features/messages/expiry-repo.ts',
    from: 'WHERE expires_at <= ${now}',
    to: 'WHERE expires_at <= ${now + 86_400_000}',
    test: expiryTest,
  },
  {
    name: 'R16 boxes go before the last message',
    file: 'features/messages/expiry-repo.ts',
    from: 'AND m.epoch < ${next} AND m.expires_at IS NOT NULL)',
    to: 'AND m.epoch < ${next} AND m.expires_at < 0)',
    test: expiryTest,
  },
  {
    name: 'R16 boxes from before the timer go too',
    file: 'features/messages/expiry.ts',
    from: 'policy.timer > 0',
    to: 'policy.timer >= 0',
    test: expiryTest,
  },
  {
    name: 'R14 edits have no end',
    file: persistSql,
    from: 'LIMIT 200) e) >= 200',
    to: 'LIMIT 200) e) > 200',
    test: annotationsTest,
  },
  {
    name: 'S6 what may not be sent is scheduled',
    file: 'features/messages/schedule.ts',
    from: '    refuseUnlessSendable(facts, submitted, sendAt)\n',
    to: '    if (sendAt === 0) refuseUnlessSendable(facts, submitted, sendAt)\n',
    test: scheduleTest,
  },
  {
    name: 'R8 scheduled messages come early',
    file: 'features/messages/schedule-repo.ts',
    from: 'send_at <= ${now}',
    to: 'send_at <= ${now + 60_000}',
    test: schedulerTest,
  },
  {
    name: 'G14 a scheduled message that could not be stored is forgotten',
    file: 'features/messages/scheduler.ts',
    from: "case 'STORAGE_FULL':\n      return { is: 'later' }",
    to: "case 'STORAGE_FULL':\n      return { is: 'removed' }",
    test: schedulerTest,
  },
  {
    name: 'R8 the socket takes messages with a time of their own',
    file: 'features/messages/send.ts',
    from: 'if (submitted.sendAt !== undefined)',
    to: 'if (submitted.epoch < 0)',
    test: scheduleTest,
  },
  {
    name: 'R8 a scheduled message reads what its sender has not seen',
    file: 'features/messages/scheduler.ts',
    from: 'quiet: true',
    to: 'quiet: false',
    test: scheduleTest,
  },
  {
    name: 'R23 pins from before a membership are shown',
    file: 'features/messages/annotations-repo.ts',
    from: 'AND EXISTS (SELECT 1 FROM span s WHERE t.seq > s.above AND t.seq <= s.up_to)',
    to: '',
    test: annotationsTest,
  },
  {
    name: 'R17 who hides what he reads is named',
    file: 'features/messages/readers.ts',
    from: 'AND coalesce(u.read_receipts, true)',
    to: '',
    test: readersTest,
  },
]
