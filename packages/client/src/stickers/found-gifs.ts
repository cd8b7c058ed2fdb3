import { fromBase64url } from '@soroka/protocol/bytes'
import type { Engine } from '../engine/engine.ts'
import { safeType } from '../files/safe-type.ts'
import type { FoundGif } from '../types.ts'

/** The server asks the provider: it learns the words, not who is looking. */
export async function findGifs(
  engine: Engine,
  query: string,
  next?: string,
): Promise<{ gifs: FoundGif[]; next?: string }> {
  const { gifs, next: more } = await engine.api.gifs.search({ query, ...(next === undefined ? {} : { next }) })
  return { gifs, ...(more === undefined ? {} : { next: more }) }
}

/** A picture that a search named, as bytes of ours: nothing on the page leads to the provider. */
export async function foundPicture(engine: Engine, name: string): Promise<Blob> {
  const { type, body } = await engine.api.gifs.picture({ picture: name })
  return new Blob([fromBase64url(body)], { type: safeType(type) })
}
