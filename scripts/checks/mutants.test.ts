import { expect, test } from 'vitest'
import { findMisfits } from './mutants.ts'

const root = `${import.meta.dirname}/`
const fits = {
  name: 'a',
  file: 'mutants.ts',
  from: 'export async function checkMutants',
  to: '',
  test: 'mutants.test.ts',
}

test('a mutant whose line is gone or stands twice, without its test, or with the name of another is found', async () => {
  expect(await findMisfits({ root, mutants: [fits] })).toEqual([])
  const wrong = [
    fits,
    { ...fits, name: 'b', from: 'const' },
    { ...fits, file: 'none.ts' },
    { ...fits, name: 'c', test: 'none.ts' },
  ]
  expect((await findMisfits({ root, mutants: wrong })).map((line) => line.split(':')[0])).toEqual(['b', 'a', 'a', 'c'])
})
