import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Bus, BusHandler, BusMessage, Topic } from './bus.ts'

/** What every adapter of the bus must do; `settle` waits until what was published has arrived. */
export function busContract(
  name: string,
  open: () => Promise<Bus>,
  settle: () => Promise<void> = () => pause(5),
): void {
  describe(`bus: ${name}`, () => {
    let bus: Bus
    beforeEach(async () => {
      bus = await open()
    })
    afterEach(() => bus.close())

    function listen(): { heard: [Topic, BusMessage][]; handler: BusHandler } {
      const heard: [Topic, BusMessage][] = []
      return { heard, handler: (topic, message) => heard.push([topic, message]) }
    }

    test('R12 what is published after the subscription is acknowledged arrives, whole and in order', async () => {
      const { heard, handler } = listen()
      await bus.subscribe(['chat:a'], handler)
      const messages: BusMessage[] = [
        { frame: '{"text":"сорока"}', skip: 'me' },
        { join: 'chat:b' },
        { frame: '', leave: 'chat:b', close: 4001 },
      ]
      for (const message of messages) bus.publish('chat:a', message)
      await settle()
      expect(heard).toEqual(messages.map((message) => ['chat:a', message]))
    })

    test('subscribes to many topics at once and hears nothing of others', async () => {
      const { heard, handler } = listen()
      const topics = Array.from({ length: 2000 }, (_, i): Topic => `user:${i}`)
      await bus.subscribe(topics, handler)
      bus.publish('user:0', { frame: '0' })
      bus.publish('user:1999', { frame: '1999' })
      bus.publish('user:2000', { frame: '2000' })
      bus.publish('chat:0', { frame: 'no' })
      await settle()
      expect(heard.map(([topic]) => topic)).toEqual(['user:0', 'user:1999'])
    })

    test('a repeated subscription hears once', async () => {
      const { heard, handler } = listen()
      await bus.subscribe(['chat:a'], handler)
      await bus.subscribe(['chat:a', 'chat:a'], handler)
      bus.publish('chat:a', { frame: '1' })
      await settle()
      expect(heard).toHaveLength(1)
    })

    test('an unsubscribed handler hears nothing, the others go on', async () => {
      const first = listen()
      const second = listen()
      await bus.subscribe(['chat:a'], first.handler)
      await bus.subscribe(['chat:a'], second.handler)
      bus.unsubscribe(['chat:a', 'chat:never'], first.handler)
      bus.publish('chat:a', { frame: '1' })
      await settle()
      expect(first.heard).toHaveLength(0)
      expect(second.heard).toHaveLength(1)
    })

    test('one handler that throws does not silence the others', async () => {
      const { heard, handler } = listen()
      await bus.subscribe(['chat:a'], () => {
        throw new Error('planted')
      })
      await bus.subscribe(['chat:a'], handler)
      bus.publish('chat:a', { frame: '1' })
      await settle()
      expect(heard).toHaveLength(1)
    })
  })
}
