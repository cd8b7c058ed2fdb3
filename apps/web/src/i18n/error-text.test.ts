import i18next from 'i18next'
import { beforeAll, expect, test } from 'vitest'
import errors from './en/errors.json' with { type: 'json' }
import { errorText } from './error-text.ts'

beforeAll(() => i18next.init({ lng: 'en', resources: { en: { errors } }, interpolation: { escapeValue: false } }))

test.each([
  ['INTERNAL', { requestId: 'aB-_5678901z' }, /the number aB-_5678901z\./],
  ['INTERNAL', { requestId: '<b>no number</b>' }, /^Something broke\. Try again\.$/],
  ['INTERNAL', {}, /^Something broke\. Try again\.$/],
  ['NO_SUCH_CODE', {}, /^Something broke\. Try again\.$/],
  ['RATE_LIMITED', { retryAfter: 30 }, /30/],
])('%s with %j', (code, data, said) => {
  expect(errorText({ code, data })).toMatch(said)
})
