import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Bus, BusHandler, BusMessage, Topic } from './bus.ts'

/** Where it is said and where it is heard: one node, or two. */
export interface BusEnds {
  readonly speaker: Bus
  readonly bus: Bus
  close(): Promise<void>
}

/** What every adapter of the bus must do. */
export function busContract(name: string, open: () => Promise<BusEnds>): void {
  describe(`bus: ${name}`, () => {
    let ends: BusEnds
    let bus: Bus
    let speaker: Bus
    let settled = 0
    beforeEach(async () => {
      ends = await open()
      ;({ bus, speaker } = ends)
    })
    afterEach(() => ends.close())

    /** Resolves when all that was published to these topics before has arrived: what is said later comes later. */
    async function settle(...topics: Topic[]): Promise<void> {
      const frame = `settled ${++settled}`
      const waiting = new Set(topics)
      const arrived = Promise.withResolvers<void>()
      await bus.subscribe(topics, (topic, message) => {
        if (message.frame === frame) waiting.delete(topic)
        if (waiting.size === 0) arrived.resolve()
      })
      for (const topic of topics) speaker.publish(topic, { frame })
      await arrived.promise
    }

    function listen(): { heard: [Topic, BusMessage][]; handler: BusHandler } {
      const heard: [Topic, BusMessage][] = []
      return {
        heard,
        handler: (topic, message) => {
          if (message.frame?.startsWith('settled') !== true) heard.push([topic, message])
        },
      }
    }

    test('R12 what is published after the subscription is acknowledged arrives, whole and in order', async () => {
      const { heard, handler } = listen()
      await bus.subscribe(['chat:a'], handler)
      const messages: BusMessage[] = [
        { frame: '{"text":"сорока"}', skip: 'me' },
        { join: 'chat:b' },
        { frame: '', leave: 'chat:b', close: 4001 },
      ]
      for (const message of messages) speaker.publish('chat:a', message)
      await settle('chat:a')
      expect(heard).toEqual(messages.map((message) => ['chat:a', message]))
    })

    test('subscribes to many topics at once and hears nothing of others', async () => {
      const { heard, handler } = listen()
      const topics = Array.from({ length: 2000 }, (_, i): Topic => `user:${i}`)
      await bus.subscribe(topics, handler)
      speaker.publish('user:0', { frame: '0' })
      speaker.publish('user:1999', { frame: '1999' })
      speaker.publish('user:2000', { frame: '2000' })
      speaker.publish('chat:0', { frame: 'no' })
      await settle('user:0', 'user:1999', 'user:2000', 'chat:0')
      expect(new Set(heard.map(([topic]) => topic))).toEqual(new Set(['user:0', 'user:1999']))
      expect(heard).toHaveLength(2)
    })

    test('a repeated subscription hears once', async () => {
      const { heard, handler } = listen()
      await bus.subscribe(['chat:a'], handler)
      await bus.subscribe(['chat:a', 'chat:a'], handler)
      speaker.publish('chat:a', { frame: '1' })
      await settle('chat:a')
      expect(heard).toHaveLength(1)
    })

    test('an unsubscribed handler hears nothing, the others go on', async () => {
      const first = listen()
      const second = listen()
      await bus.subscribe(['chat:a'], first.handler)
      await bus.subscribe(['chat:a'], second.handler)
      bus.unsubscribe(['chat:a', 'chat:never'], first.handler)
      speaker.publish('chat:a', { frame: '1' })
      await settle('chat:a')
      expect(first.heard).toHaveLength(0)
      expect(second.heard).toHaveLength(1)
    })

    test('one handler that throws does not silence the others', async () => {
      const { heard, handler } = listen()
      await bus.subscribe(['chat:a'], () => {
        throw new Error('planted')
      })
      await bus.subscribe(['chat:a'], handler)
      speaker.publish('chat:a', { frame: '1' })
      await settle('chat:a')
      expect(heard).toHaveLength(1)
    })
  })
}
