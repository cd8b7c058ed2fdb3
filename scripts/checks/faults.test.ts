import { expect, test } from 'vitest'
import { checkFaults, findMissing } from './faults.ts'

const row = (shown: string): string => `| a fault | promise | ${shown} |`
const page = (shown: string): string => Array.from({ length: 20 }, () => row(shown)).join('\n')
const read = (file: string): Promise<string | undefined> =>
  Promise.resolve(file === 'a.test.ts' ? "test('G1 it holds', …" : undefined)

test('the page of faults names tests that are there', async () => {
  expect(await checkFaults()).toEqual([])
})

test('a test that is gone, a file that is gone, a row without one and an empty page are told', async () => {
  expect(await findMissing(page('`a.test.ts`: G1 it holds'), read)).toEqual([])
  expect((await findMissing(page('`a.test.ts`: G1 it held'), read))[0]).toContain('has no test "G1 it held"')
  expect(await findMissing(page('`a.test.ts`: G1 it holds · `b.test.ts`: G2'), read)).toHaveLength(20)
  expect((await findMissing(page('somebody says so'), read))[0]).toContain('nothing shows')
  expect((await findMissing('', read))[0]).toContain('0 rows')
})
