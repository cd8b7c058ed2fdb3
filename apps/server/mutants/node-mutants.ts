import type { Mutant } from '../../../scripts/mutants/mutant.ts'

const busTest = 'platform/bus/redis-bus.test.ts'
const limiterTest = 'platform/limits/redis-rate-limiter.test.ts'
const presenceTest = 'features/presence/presence-nodes.test.ts'
const nodesTest = 'nodes.test.ts'

/** Holes in what several nodes share. */
export const nodeMutants: readonly Mutant[] = [
  {
    name: 'G7 nobody reads again after subscriptions were cut',
    file: 'platform/bus/redis-bus.ts',
    from: 'if (await this.#listenTo(channels)) this.#hearAllAgain()',
    to: 'await this.#listenTo(channels)',
    test: busTest,
  },
  {
    name: 'G7 what could not be published is forgotten',
    file: 'platform/bus/redis-bus.ts',
    from: 'this.#uncertain.failed(topic)\n',
    to: '',
    test: busTest,
  },
  {
    name: 'G7 what Redis did not bring back counts as told',
    file: 'platform/bus/uncertain-topics.ts',
    from: 'for (const topic of [...this.#before, ...this.#after]) this.failed(topic)',
    to: '',
    test: 'platform/bus/uncertain-topics.test.ts',
  },
  {
    name: 'G7 nobody reads again after a node died',
    file: 'platform/bus/redis-bus.ts',
    from: 'if (dead.length > 0) this.#hearAllAgain()',
    to: '',
    test: busTest,
    only: 'G7 a node that dies',
  },
  {
    name: 'a line that says nothing is kept',
    file: 'platform/bus/redis-bus.ts',
    from: 'this.#unheard >= MOST_UNHEARD',
    to: 'this.#unheard < 0',
    test: busTest,
    only: 'a line that is open',
  },
  {
    name: 'a node hears itself twice',
    file: 'platform/bus/redis-bus.ts',
    from: 'if (isFrom(this.#node, text)) return\n',
    to: 'void isFrom\n',
    test: busTest,
  },
  {
    name: 'G10 who left a chat while Redis was away goes on hearing it',
    file: 'platform/ws/socket-server.ts',
    from: "heard.filter((topic) => !mine.has(topic) && moves.get(topic) !== 'joined')",
    to: 'heard.slice(0, 0)',
    test: nodesTest,
    only: 'G7 G10',
  },
  {
    name: 'G10 the end of a session waits until Redis is back',
    file: 'platform/bus/redis-bus.ts',
    from: 'this.#urgent?.say(',
    to: 'void (',
    test: nodesTest,
    only: 'G10 a session that ends while',
  },
  {
    name: 'G9 a node that is asked to end ends at once',
    file: 'app.ts',
    from: 'await pause(drainMs)',
    to: 'void pause',
    test: nodesTest,
    only: 'G9',
  },
  {
    name: 'R17 claims of a node that died stay for ever',
    file: 'features/presence/redis-store.ts',
    from: "redis.call('PEXPIREAT', KEYS[1], math.floor(last[2]))\nreturn others",
    to: 'return others',
    test: presenceTest,
    only: 'a node that vanishes',
  },
  {
    name: 'R17 nobody is told of those whose node died',
    file: 'realtime.ts',
    from: 'if (options.presence !== undefined) watches.lookForGone(presence.lookMs)',
    to: '',
    test: presenceTest,
    only: 'a node that vanishes',
  },
  {
    name: 'R17 who leaves one node is gone from all',
    file: 'features/presence/redis-store.ts',
    from: 'if last[2] then',
    to: 'if false then',
    test: presenceTest,
    only: 'R17 who goes to another node',
  },
  {
    name: 'G7 an emptied store is noticed by nobody',
    file: 'features/presence/presence-service.ts',
    from: 'if (await this.#options.store.wasEmptied()) await this.#renew()',
    to: 'await this.#options.store.wasEmptied()',
    test: presenceTest,
    only: 'G7 after FLUSHALL',
  },
  {
    name: 'S7 everything passes while Redis is away',
    file: 'platform/limits/redis-rate-limiter.ts',
    from: 'return wait ?? this.#alone.take(key, rate)',
    to: 'return wait ?? 0',
    test: limiterTest,
  },
  {
    name: 'S7 nothing passes while Redis is away',
    file: 'platform/limits/redis-rate-limiter.ts',
    from: 'return wait ?? this.#alone.take(key, rate)',
    to: 'return wait ?? 60',
    test: limiterTest,
  },
  {
    name: 'S7 buckets fill Redis for ever',
    file: 'platform/limits/redis-rate-limiter.ts',
    from: "redis.call('PEXPIRE', KEYS[1], math.ceil((amount - tokens) / perMs) + 1000)",
    to: '',
    test: limiterTest,
  },
]
