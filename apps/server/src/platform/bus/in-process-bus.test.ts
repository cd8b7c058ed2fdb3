import { busContract } from './bus-contract.ts'
import { InProcessBus } from './in-process-bus.ts'

busContract('in process', () => {
  const bus = new InProcessBus(() => undefined)
  return Promise.resolve({ bus, speaker: bus, close: () => bus.close() })
})
