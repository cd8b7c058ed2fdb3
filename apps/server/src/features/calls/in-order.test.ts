import { expect, test } from 'vitest'
import type { Connection } from '../../platform/ws/index.ts'
import { InOrder } from './in-order.ts'

const connection = () => ({}) as Connection
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

test('what one connection sends is done with in order, however long each takes, also after a failure', async () => {
  const inOrder = new InOrder()
  const [one, done] = [connection(), Array<string>()]
  const work = (name: string, ms: number) => inOrder.run(one, () => wait(ms).then(() => void done.push(name)))
  const failing = inOrder.run(one, () => Promise.reject(new Error('no')))
  const all = [work('slow', 20), work('quick', 0), work('last', 5)]
  await expect(failing).rejects.toThrow('no')
  await Promise.all(all)
  expect(done).toEqual(['slow', 'quick', 'last'])
})

test('connections don’t wait for each other', async () => {
  const inOrder = new InOrder()
  const done: string[] = []
  const work = (name: string, ms: number) => inOrder.run(connection(), () => wait(ms).then(() => void done.push(name)))
  await Promise.all([work('slow', 30), work('quick', 0)])
  expect(done).toEqual(['quick', 'slow'])
})
