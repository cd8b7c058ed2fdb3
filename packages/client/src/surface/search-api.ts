import type { Engine } from '../engine/engine.ts'
import type { SearchApi } from '../types.ts'
import { later } from './later.ts'

export function searchApi(_engine: () => Promise<Engine>): SearchApi {
  return {
    query: later,
    progress: later,
  }
}
