// The process whose cost is measured: the realtime half of the server, composed as in app.ts, on a database that the
// benchmark has filled. Tickets name their holder, so that thousands of sockets need no sign-up.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import type { ChatId, DeviceId, SessionId, UserId } from '@soroka/protocol'
import { chatTopic } from '../../../apps/server/src/platform/bus/index.ts'
import { observeStatements, openDatabase, poolSizes } from '../../../apps/server/src/platform/db/index.ts'
import type { DatabaseAddress } from '../../../apps/server/src/platform/db/index.ts'
import { createLog } from '../../../apps/server/src/platform/log/index.ts'
import { createMetrics } from '../../../apps/server/src/platform/metrics/index.ts'
import { readRedisAddress, RedisLines } from '../../../apps/server/src/platform/redis/index.ts'
import { createRealtime, openBus } from '../../../apps/server/src/realtime.ts'
import type { SubjectAnswer, SubjectCommand } from './subject-port.ts'

const address = JSON.parse(process.argv[2] ?? '') as DatabaseAddress
const { registry } = createMetrics()
const database = openDatabase(address, poolSizes, observeStatements(registry, poolSizes))
const log = { error: (details: object, text: string) => console.error(text, details) }
const place = readRedisAddress(process.argv[3] ?? '')
const bus = await openBus(log, database.sql, place && (await RedisLines.open(place, createLog('error'))))
const realtime = await createRealtime({
  sql: database.sql,
  lanes: database.lanes,
  bus,
  registry,
  log,
  // The bench measures the work, not the brake.
  limiter: { take: () => Promise.resolve(0), forget: () => Promise.resolve() },
  chainStateOf: () => Promise.resolve(null),
  redeem: (ticket) => {
    const user = ticket.slice(0, 22) as UserId
    const device = ticket.slice(22, 44) as DeviceId
    return Promise.resolve({ user, device, session: device as string as SessionId, delivery: 'body' })
  },
  isAlive: () => Promise.resolve(true),
  isAllowedOrigin: () => true,
  rate: { perSecond: 1e9, burst: 1e9 },
})
const http = createServer()
realtime.attach(http)

async function run(command: SubjectCommand): Promise<SubjectAnswer> {
  switch (command.do) {
    case 'cost': {
      if (command.collect) {
        globalThis.gc?.()
        await turn()
        globalThis.gc?.()
      }
      const { user, system } = process.cpuUsage()
      const { rss, heapUsed, external } = process.memoryUsage()
      return { cpuSeconds: (user + system) / 1e6, rss, used: heapUsed + external }
    }
    case 'publish': {
      // As a lane publishes after its commit: a batch at a time, with the loop between.
      const frame = JSON.stringify({
        t: 'message.created',
        chat: command.chat,
        seq: 1,
        at: 1,
        envelope: 'A'.repeat(command.size),
      })
      for (let sent = 0; sent < command.count; sent += command.batch) {
        for (let i = 0; i < command.batch; i++) bus.publish(chatTopic(command.chat as ChatId), { frame })
        await turn()
      }
      return {}
    }
  }
}

process.on('message', ({ id, command }: { id: number; command: SubjectCommand }) => {
  void run(command).then((answer) => process.send?.({ id, answer }))
})
http.listen(0, '127.0.0.1', () => process.send?.({ id: 0, answer: { port: (http.address() as AddressInfo).port } }))
