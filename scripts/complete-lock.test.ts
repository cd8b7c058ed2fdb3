import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { complete } from './complete-lock.mjs'

const tool = (version: string, optional: string) => ({
  version,
  dev: true,
  optionalDependencies: { [optional]: version },
})

test('S18 the lock of this repository lists every platform, so that npm ci works on each', () => {
  const lock = JSON.parse(readFileSync(path.join(import.meta.dirname, '../package-lock.json'), 'utf8'))
  expect(complete(lock)).toEqual([])
})

test('a missing platform package is listed with its system, processor and C library; a second run adds nothing', () => {
  const lock = { packages: { '': {}, 'node_modules/tool': tool('1.2.3', '@tool/linux-arm64-musl') } }
  expect(complete(lock)).toEqual(['node_modules/@tool/linux-arm64-musl'])
  expect(lock.packages).toMatchObject({
    'node_modules/@tool/linux-arm64-musl': {
      version: '1.2.3',
      os: ['linux'],
      cpu: ['arm64'],
      libc: ['musl'],
      dev: true,
      optional: true,
    },
  })
  expect(complete(lock)).toEqual([])
})

test('the package of another version does not count: the missing one goes beside the tool that wants it', () => {
  const lock = {
    packages: {
      'node_modules/@tool/darwin-x64': { version: '1.0.0' },
      'node_modules/a/node_modules/tool': tool('2.0.0', '@tool/darwin-x64'),
    },
  }
  expect(complete(lock)).toEqual(['node_modules/a/node_modules/tool/node_modules/@tool/darwin-x64'])
})

test('a name that tells no platform is left to a person', () => {
  const lock = { packages: { 'node_modules/tool': tool('1.0.0', '@tool/fast') } }
  expect(() => complete(lock)).toThrow('@tool/fast')
})
