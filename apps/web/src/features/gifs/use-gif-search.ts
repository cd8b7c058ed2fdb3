import { useQuery } from '@tanstack/react-query'
import { engine } from '../../engine/engine.ts'

/** Whether the server searches GIFs for its people: asked once, and no while it does not answer. */
export function useGifSearch(): boolean {
  const { data } = useQuery({
    queryKey: ['gifs', 'searchable'],
    queryFn: () => engine.stickers.searchable(),
    staleTime: Infinity,
    retry: false,
  })
  return data === true
}
