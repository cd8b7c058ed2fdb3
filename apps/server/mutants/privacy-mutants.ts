import type { Mutant } from '../../../scripts/mutants/mutant.ts'

const test = 'features/users/who-sees.test.ts'
const callsTest = 'features/calls/calls.test.ts'
const shown = 'features/users/shown-profile.ts'
const known = 'features/account/known.ts'
const knownTest = 'features/account/known.test.ts'
const audience = 'features/users/audience.ts'

const part = (field: string): Mutant => ({
  name: `P231 the ${field} is shown to all`,
  file: shown,
  from: `\${shown(sql\`u.${field}\`, sql\`u.${field}_to\`)}`,
  to: `u.${field}`,
  test,
})

/** Holes in who sees what of a person, and who may do what with him. */
export const privacyMutants: readonly Mutant[] = [
  part('photo'),
  part('about'),
  part('phone'),
  part('status'),
  {
    name: 'P231 the bytes of a hidden photo are served',
    file: shown,
    from: 'SELECT s.photo, p.image FROM (SELECT ${shownColumns(sql)}',
    to: 'SELECT s.photo, p.image FROM (SELECT u.id, u.photo',
    test,
  },
  { name: 'P230 whom one blocked counts as anybody', file: audience, from: 'THEN 0', to: 'THEN 1', test },
  {
    name: 'P230 who keeps somebody as a contact is one of his',
    file: audience,
    from: 'k.user_id = ${person} AND k.contact_id = ${other}',
    to: 'k.user_id = ${other} AND k.contact_id = ${person}',
    test,
  },
  {
    name: 'P230 nobody is as good as contacts',
    file: audience,
    from: "WHEN 'contacts' THEN 2 ELSE 3",
    to: "WHEN 'contacts' THEN 2 ELSE 2",
    test,
  },
  {
    name: 'P232 a chat is begun with whoever lets nobody',
    file: 'features/chats/acceptance-repo.ts',
    from: 'near.closeness < ${leastFor(tx, tx`u.write_from`)}',
    to: 'near.closeness < 1',
    test,
  },
  {
    name: 'P233 a call rings whoever lets nobody call',
    file: 'features/calls/calling-repo.ts',
    from: '>= ${leastFor(sql, sql`u.call_from`)}',
    to: '>= 1',
    test: callsTest,
  },
  { name: 'P234 everybody is found by his number', file: shown, from: ' AND u.find_by_phone', to: '', test },
  {
    name: 'P234 whom one blocked finds him by his number',
    file: shown,
    from: 'u.find_by_phone AND near.closeness > 0',
    to: 'u.find_by_phone',
    test,
  },
  {
    name: 'P234 who hides his nickname is found by it',
    file: shown,
    from: '(u.find_by_nickname OR near.closeness >= 2)',
    to: 'true',
    test,
  },
  { name: 'P235 a status outlives its end', file: shown, from: 'status.until <= now', to: 'status.until < 0', test },
  {
    name: 'P235 nobody hears that a profile is shown to others now',
    file: 'features/account/privacy-columns.ts',
    from: 'audiences.some((name) => change.privacy?.[name] !== undefined)',
    to: 'audiences.length === 0',
    test,
  },
  {
    name: 'P240 somebody reads who blocked him',
    file: known,
    from: "'blocks.blocked_id': { others: true },",
    to: '',
    test: knownTest,
  },
  {
    name: 'P240 the record of a password is told',
    file: known,
    from: ", hidden: ['opaque_record']",
    to: '',
    test: knownTest,
  },
  {
    name: 'P240 bytes are told',
    file: known,
    from: 'octet_length(${sql(name)})::text',
    to: "encode(${sql(name)}, 'hex')",
    test: knownTest,
  },
  {
    name: 'P240 rows of others are told',
    file: known,
    from: '${sql(column)} = ${user} ${',
    to: "'' <> ${user} ${",
    test: knownTest,
  },
  {
    name: 'P240 what stays after an account is not told of',
    file: known,
    from: '[...erased, ...kept].map',
    to: '[...erased, ...kept.slice(1)].map',
    test: knownTest,
  },
]
