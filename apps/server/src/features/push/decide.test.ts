import type { NotifySettings, PushKind, UserId } from '@soroka/protocol'
import { KIND } from '@soroka/protocol/records'
import { expect, test } from 'vitest'
import { dueAt, pushesCalls, whatToPush } from './decide.ts'
import type { Happening, Listener } from './decide.ts'
import { usualSettings } from './settings-repo.ts'

const me = 'me' as UserId
const her = 'her' as UserId
const now = Date.UTC(2026, 10, 20, 12, 0)

const message: Happening = {
  kind: KIND.text,
  seq: 10,
  sender: her,
  calls: { all: false, users: [] },
  silent: false,
  targetSender: null,
  first: false,
}
const listener: Listener = {
  user: me,
  direct: false,
  joinedSeq: 0,
  readSeq: 9,
  request: false,
  blocked: [],
  level: null,
  mutedUntil: 0,
  settings: usualSettings,
  looks: false,
}
const mentions: Partial<Happening> = { calls: { all: false, users: [me] } }
const all: Partial<Happening> = { calls: { all: true, users: [] } }
const reaction: Partial<Happening> = { kind: KIND.reaction, targetSender: me }
const set = (settings: Partial<NotifySettings>): Partial<Listener> => ({ settings: { ...usualSettings, ...settings } })
const noon = { from: 11 * 60, to: 13 * 60, tz: 'UTC', days: [1, 2, 3, 4, 5, 6, 7] }

type Case = readonly [name: string, row: Partial<Happening>, ear: Partial<Listener>, push: PushKind | undefined]
const cases: readonly Case[] = [
  ['a message', {}, {}, 'message'],
  ['a picture', { kind: KIND.media }, {}, 'message'],
  ['a poll', { kind: KIND.poll }, {}, 'message'],
  ['an edit', { kind: KIND.edit }, {}, undefined],
  ['a deletion', { kind: KIND.delete }, {}, undefined],
  ['a vote', { kind: KIND.vote }, {}, undefined],
  ['a new name of the group', { kind: KIND.meta }, {}, undefined],
  ['my own, from another device', { sender: me }, {}, undefined],
  ['my own that calls all', { sender: me, ...all }, {}, undefined],
  ['one that its sender wants to be silent', { silent: true, ...mentions }, {}, undefined],
  ['one that I read', {}, { readSeq: 10 }, undefined],
  ['one from before I came', {}, { joinedSeq: 10 }, undefined],
  ['the first after I came', {}, { joinedSeq: 9 }, 'message'],
  ['of somebody whom I blocked', mentions, { blocked: [her] }, undefined],
  ['of another than the blocked one', {}, { blocked: ['x' as UserId] }, 'message'],
  ['in a chat that I look at', mentions, { looks: true }, undefined],
  ['one that calls me', mentions, {}, 'mention'],
  ['one that calls all', all, {}, 'mention'],
  ['one that calls somebody else', { calls: { all: false, users: ['x' as UserId] } }, {}, 'message'],
  ['one that calls all, in a chat of two', all, { direct: true }, 'message'],
  ['in a muted chat', {}, { mutedUntil: now + 1 }, undefined],
  ['in a muted chat, that calls me', mentions, { mutedUntil: now + 1 }, 'mention'],
  ['in a muted chat, that calls all', all, { mutedUntil: now + 1 }, 'mention'],
  [
    'in a muted chat that I want nothing of, that calls me',
    mentions,
    { mutedUntil: now + 1, level: 'none' },
    undefined,
  ],
  ['a reaction in a muted chat', reaction, { mutedUntil: now + 1 }, undefined],
  ['in a chat that was muted', {}, { mutedUntil: now }, 'message'],
  ['with mentions only', {}, { level: 'mentions' }, undefined],
  ['with mentions only, that calls me', mentions, { level: 'mentions' }, 'mention'],
  ['with no level of the chat, mentions only for groups', {}, set({ groups: 'mentions' }), undefined],
  ['the level of the chat is over that of groups', {}, { ...set({ groups: 'none' }), level: 'all' }, 'message'],
  ['none for groups', mentions, set({ groups: 'none' }), undefined],
  ['none for groups, in a chat of two', {}, { ...set({ groups: 'none' }), direct: true }, 'message'],
  ['none for chats of two', {}, { ...set({ direct: 'none' }), direct: true }, undefined],
  ['all is muted', mentions, set({ mutedUntil: now + 1 }), undefined],
  ['all was muted', {}, set({ mutedUntil: now }), 'message'],
  ['in the quiet hours', mentions, set({ quiet: noon }), undefined],
  ['outside of the quiet hours', {}, set({ quiet: { ...noon, from: 0, to: 60 } }), 'message'],
  ['a reaction to mine', reaction, {}, 'reaction'],
  ['a reaction to hers', { ...reaction, targetSender: her }, {}, undefined],
  ['a reaction to one that is not here', { ...reaction, targetSender: null }, {}, undefined],
  ['a reaction, and I want none', reaction, set({ reactions: false }), undefined],
  ['a reaction with mentions only', reaction, { level: 'mentions' }, 'reaction'],
  ['a reaction with level none', reaction, { level: 'none' }, undefined],
  ['the first of a stranger', { first: true }, { direct: true, request: true }, 'request'],
  ['the second of a stranger', mentions, { direct: true, request: true }, undefined],
  ['a reaction of a stranger', reaction, { direct: true, request: true }, undefined],
  ['a stranger, and I want none', { first: true }, { ...set({ requests: false }), request: true }, undefined],
  ['a stranger, with none for chats of two', { first: true }, { ...set({ direct: 'none' }), request: true }, 'request'],
]

test.each(cases)('what is pushed: %s', (_name, row, ear, push) => {
  expect(whatToPush({ ...message, ...row }, { ...listener, ...ear }, now)).toBe(push)
})

test('a call rings unless calls are off, all is muted, or the hours are quiet', () => {
  expect(pushesCalls(usualSettings, now)).toBe(true)
  expect(pushesCalls({ ...usualSettings, calls: false }, now)).toBe(false)
  expect(pushesCalls({ ...usualSettings, mutedUntil: now + 1 }, now)).toBe(false)
  expect(pushesCalls({ ...usualSettings, quiet: noon }, now)).toBe(false)
})

test('a device hears at once, but of plain messages of a group only so often', () => {
  const group = { direct: false, members: 5 }
  expect(dueAt('message', group, 0, now)).toBe(now)
  expect(dueAt('message', group, now - 500, now)).toBe(now + 1500)
  expect(dueAt('message', { direct: false, members: 500 }, now - 500, now)).toBe(now + 9500)
  expect(dueAt('mention', { direct: false, members: 500 }, now - 500, now)).toBe(now)
  expect(dueAt('message', { direct: true, members: 2 }, now - 500, now)).toBe(now)
})
