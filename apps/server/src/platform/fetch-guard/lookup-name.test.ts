import { createSocket } from 'node:dgram'
import type { Socket } from 'node:dgram'
import { afterEach, expect, test } from 'vitest'
import { lookupName } from './lookup-name.ts'

const servers: Socket[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

const A = 1
const AAAA = 28

/** A name server that knows one name; a kind without an answer keeps silent or says there is none. */
async function serve(answers: Readonly<Record<number, Buffer | 'none'>>): Promise<string> {
  const server = createSocket('udp4')
  servers.push(server)
  server.on('message', (question, from) => {
    const answer = answers[question.readUInt16BE(question.indexOf(0, 12) + 1)]
    if (answer === undefined) return
    const head = Buffer.from(question.subarray(0, question.indexOf(0, 12) + 5))
    head.writeUInt16BE(0x81_80, 2)
    head.writeUInt16BE(answer === 'none' ? 0 : 1, 6)
    head.writeUInt32BE(0, 8)
    const type = question.readUInt16BE(question.indexOf(0, 12) + 1)
    const record =
      answer === 'none' ? [] : [Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 0, 0, answer.length]), answer]
    server.send(Buffer.concat([head, ...record]), from.port, from.address)
  })
  await new Promise<void>((done) => server.bind(0, '127.0.0.1', done))
  return `127.0.0.1:${server.address().port}`
}

const v4 = Buffer.from([93, 184, 215, 14])
const v6 = Buffer.from('20010db8000000000000000000000001', 'hex')

test('both kinds of addresses come, the older first; one kind is enough', async () => {
  expect(await lookupName('site.example', [await serve({ [A]: v4, [AAAA]: v6 })])).toEqual([
    { address: '93.184.215.14', family: 4 },
    { address: '2001:db8::1', family: 6 },
  ])
  expect(await lookupName('site.example', [await serve({ [A]: v4, [AAAA]: 'none' })])).toMatchObject([{ family: 4 }])
  expect(await lookupName('site.example', [await serve({ [A]: 'none', [AAAA]: v6 })])).toMatchObject([{ family: 6 }])
  expect(await lookupName('site.example', [await serve({ [A]: 'none', [AAAA]: 'none' })])).toEqual([])
})

test('S9 the names that this machine gives itself are not known', async () => {
  const server = await serve({ [A]: 'none', [AAAA]: 'none' })
  expect(await lookupName('localhost', [server])).toEqual([])
})
