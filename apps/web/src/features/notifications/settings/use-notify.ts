import type { NotifySettings } from '@soroka/client/types'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { engine } from '../../../engine/engine.ts'
import { notifyStore } from '../../../stores/notifyStore.ts'
import { act } from '../../../ui/act.ts'

const settingsKey = ['notify']
export const devicesKey = ['push-devices']

/** Tells again what was read when another device changed it, or a push went out. */
function useNews(): void {
  const queries = useQueryClient()
  const news = useStore(notifyStore, (state) => state.news)
  useEffect(() => {
    if (news === 0) return
    void queries.invalidateQueries({ queryKey: settingsKey })
    void queries.invalidateQueries({ queryKey: devicesKey })
  }, [news, queries])
}

/** The settings as the server has them; a change shows at once and is taken back when the server refuses. */
export function useNotify() {
  const queries = useQueryClient()
  useNews()
  const { data, isError } = useQuery({ queryKey: settingsKey, queryFn: () => engine.push.settings() })
  const mutation = useMutation({
    mutationFn: (input: Partial<NotifySettings>) => engine.push.change(input),
    onMutate: (input) => {
      const before = queries.getQueryData<NotifySettings>(settingsKey)
      if (before) queries.setQueryData<NotifySettings>(settingsKey, { ...before, ...input })
      return { before }
    },
    onSuccess: (settings) => {
      queries.setQueryData(settingsKey, settings)
      notifyStore.setState({ settings })
    },
    onError: (_error, _input, kept) => {
      if (kept?.before) queries.setQueryData(settingsKey, kept.before)
    },
  })
  return {
    settings: data,
    failed: isError,
    change: (input: Partial<NotifySettings>) => void act(mutation.mutateAsync(input)),
  }
}
