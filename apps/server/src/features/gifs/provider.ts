import * as z from 'zod/mini'
import type { GifConfig } from '../../platform/config/index.ts'

/** A GIF as its provider describes it: a small moving picture for the list, and the one that is sent. */
export interface Found {
  readonly small: string
  readonly whole: string
  readonly width: number
  readonly height: number
}

export interface Page {
  readonly gifs: Found[]
  readonly next?: string
}

/** How to ask one kind of provider, and how to read its answer. */
export interface Provider {
  /** Nothing of a person is in it: the key is the server's, the language is that of the words. */
  address(config: GifConfig, query: string, next: string | undefined): string
  /** Undefined for what is no answer of such a provider; entries that lack a picture are left out. */
  read(answer: unknown): Page | undefined
}

const pageSize = 24
const side = z.int().check(z.gte(1), z.lte(10_000))
const sides = z.tuple([side, side], z.unknown())
const isRussian = (query: string): boolean => /[а-яё]/i.test(query)

const tenorFormat = z.object({ url: z.string(), dims: sides })
const tenorAnswer = z.object({
  results: z.array(z.object({ media_formats: z.record(z.string(), z.unknown()) })),
  next: z.optional(z.string()),
})

const tenor: Provider = {
  address: ({ url, key }, query, next) =>
    withQuery(url, '/search', {
      q: query,
      key,
      limit: String(pageSize),
      locale: isRussian(query) ? 'ru_RU' : 'en_US',
      contentfilter: 'medium',
      media_filter: 'tinygif,mediumgif,gif',
      ...(next === undefined ? {} : { pos: next }),
    }),
  read: (answer) => {
    const parsed = tenorAnswer.safeParse(answer).data
    if (parsed === undefined) return undefined
    const gifs = parsed.results.flatMap(({ media_formats: formats }) => {
      const [small, whole] = [formats['tinygif'], formats['mediumgif'] ?? formats['gif']].map(
        (format) => tenorFormat.safeParse(format).data,
      )
      if (small === undefined || whole === undefined) return []
      const [width, height] = whole.dims
      return [{ small: small.url, whole: whole.url, width, height }]
    })
    return { gifs, ...(parsed.next === undefined || parsed.next === '' ? {} : { next: parsed.next }) }
  },
}

const giphyImage = z.object({ url: z.string(), width: z.coerce.number(), height: z.coerce.number() })
const giphyAnswer = z.object({
  data: z.array(z.object({ images: z.record(z.string(), z.unknown()) })),
  pagination: z.object({ offset: z.int(), count: z.int(), total_count: z.int() }),
})

const giphy: Provider = {
  address: ({ url, key }, query, next) =>
    withQuery(url, '/gifs/search', {
      q: query,
      api_key: key,
      limit: String(pageSize),
      lang: isRussian(query) ? 'ru' : 'en',
      rating: 'pg-13',
      ...(next === undefined ? {} : { offset: next }),
    }),
  read: (answer) => {
    const parsed = giphyAnswer.safeParse(answer).data
    if (parsed === undefined) return undefined
    const gifs = parsed.data.flatMap(({ images }) => {
      const [small, whole] = [
        images['fixed_width_small'] ?? images['fixed_width'],
        images['downsized'] ?? images['original'],
      ].map((image) => giphyImage.safeParse(image).data)
      if (small === undefined || whole === undefined) return []
      const sidesOf = sides.safeParse([whole.width, whole.height]).data
      return sidesOf === undefined
        ? []
        : [{ small: small.url, whole: whole.url, width: sidesOf[0], height: sidesOf[1] }]
    })
    const { offset, count, total_count: total } = parsed.pagination
    return { gifs, ...(count > 0 && offset + count < total ? { next: String(offset + count) } : {}) }
  },
}

export const providers: Readonly<Record<GifConfig['kind'], Provider>> = { tenor, giphy }

function withQuery(base: string, path: string, query: Record<string, string>): string {
  return `${base.replace(/\/+$/, '')}${path}?${new URLSearchParams(query).toString()}`
}
