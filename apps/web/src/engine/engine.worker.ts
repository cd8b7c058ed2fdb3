import { createClient } from '@soroka/client'
import { expose, proxy } from 'comlink'
import { passErrors } from './errors.ts'

passErrors()

const client = createClient({ origin: self.location.origin })

// Plain objects of functions are not cloneable: each group of calls crosses as a path of the exposed object.
expose({
  ...client,
  subscribe: async (listener: Parameters<typeof client.subscribe>[0]) => proxy(await client.subscribe(listener)),
})
