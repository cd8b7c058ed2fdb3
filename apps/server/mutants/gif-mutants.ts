import type { Mutant } from '../../../scripts/mutants/mutant.ts'

const gifsTest = 'features/gifs/gifs.test.ts'

/** Holes in what stands between people and the provider of GIFs. */
export const gifMutants: readonly Mutant[] = [
  {
    name: 'S9 any address is fetched as a GIF',
    file: 'features/gifs/addresses.ts',
    from: "sameBytes(macOf(Number(until), address), Buffer.from(mac, 'base64url')) &&",
    to: '',
    test: gifsTest,
  },
  {
    name: 'S9 whatever lies at a signed address is handed on',
    file: 'features/gifs/gifs.ts',
    from: "/^(image\\/(gif|webp)|video\\/mp4)$/.test(essence(contentType)) ? ('whole' as const) : undefined",
    to: "essence(contentType) === 'none' ? undefined : ('whole' as const)",
    test: gifsTest,
  },
]
