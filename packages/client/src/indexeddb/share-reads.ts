import type { DBSchema, IDBPDatabase, StoreNames } from 'idb'

/** Reads that one transaction takes; then writers that wait have their turn. */
const MOST = 500
const SHARED = new Set([
  'get',
  'getAll',
  'getKey',
  'getAllKeys',
  'getFromIndex',
  'getAllFromIndex',
  'getAllKeysFromIndex',
])

type Ask = (...args: unknown[]) => Promise<unknown>
type Source = Record<string, Ask>

/**
 * Single reads of a store that are asked for side by side share one transaction: in a browser a transaction costs more
 * than what is read in it. A write that was over before a read began is seen by it as ever: while a shared transaction
 * lasts, no write to its store gets done.
 */
export function shareReads<Schema extends DBSchema>(db: IDBPDatabase<Schema>): IDBPDatabase<Schema> {
  type StoreName = StoreNames<Schema>
  const open = new Map<StoreName, { store: Source & { index(name: string): Source }; asked: number }>()

  function begin(name: StoreName) {
    const tx = db.transaction(name)
    const entry = { store: tx.store as unknown as Source & { index(name: string): Source }, asked: 0 }
    open.set(name, entry)
    const over = () => open.get(name) === entry && open.delete(name)
    void tx.done.then(over, over)
    return entry
  }

  function read(method: string, name: StoreName, args: unknown[]): Promise<unknown> {
    const ask = (entry: ReturnType<typeof begin>): Promise<unknown> => {
      entry.asked++
      if (!method.endsWith('FromIndex')) return call(entry.store, method, args)
      const [index, ...rest] = args
      return call(entry.store.index(String(index)), method.replace('FromIndex', ''), rest)
    }
    const known = open.get(name)
    if (known === undefined || known.asked >= MOST) return ask(begin(name))
    try {
      return ask(known)
    } catch (error) {
      // It may take requests only in its own callbacks, and none once it is over.
      if (!(error instanceof DOMException)) throw error
      return ask(begin(name))
    }
  }

  return new Proxy(db, {
    get(target, name) {
      if (typeof name === 'string' && SHARED.has(name))
        return async (store: StoreName, ...args: unknown[]) => await read(name, store, args)
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? (...args: unknown[]): unknown => Reflect.apply(value, target, args) : value
    },
  })
}

function call(source: Source, method: string, args: unknown[]): Promise<unknown> {
  return Reflect.apply(source[method] as Ask, source, args)
}
