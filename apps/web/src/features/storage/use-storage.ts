import type { FilesApi } from '@soroka/client/types'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import i18next from 'i18next'
import { engine } from '../../engine/engine.ts'
import { act } from '../../ui/act.ts'
import { ask } from '../../ui/layer-store.ts'
import { bytesText } from '../media/index.ts'
import { readDeviceStorage } from './device-storage.dom.ts'

const key = ['storage']
const day = 86_400_000
const ages = { week: 7, month: 30, quarter: 91 } as const
export type Age = keyof typeof ages

/** Sums of what lies here and could go. */
const loose = (stored: Awaited<ReturnType<FilesApi['stored']>>) =>
  stored.reduce((sum, { bytes, waiting }) => sum + bytes - waiting, 0)

async function read() {
  const now = Date.now()
  const older = async (age: Age) => {
    const before = now - ages[age] * day
    return { age, before, bytes: loose(await engine.files.stored({ before })) }
  }
  const [chats, device, ...old] = await Promise.all([
    engine.files.stored(),
    readDeviceStorage(),
    older('week'),
    older('month'),
    older('quarter'),
  ])
  const files = chats.reduce((sum, { bytes }) => sum + bytes, 0)
  const waiting = chats.reduce((sum, entry) => sum + entry.waiting, 0)
  return { chats, device, old, files, waiting }
}

/** What fills this device; `clear` asks first, and says how much came free. */
export function useStorage() {
  const queries = useQueryClient()
  const { data } = useQuery({ queryKey: key, queryFn: read, staleTime: 0 })
  const again = () => queries.invalidateQueries({ queryKey: key })
  const clear = async (what: Parameters<FilesApi['clear']>[0], bytes: number) => {
    const size = bytesText(bytes, i18next.language)
    const yes = await ask({
      title: i18next.t('storage:clear.title', { size }),
      text: i18next.t('storage:clear.text'),
      confirm: i18next.t('storage:clear.confirm'),
    })
    if (yes) await act(engine.files.clear(what), { text: i18next.t('storage:clear.done', { size }) })
    await again()
  }
  return { data, clear, again }
}

/** What my files fill on the server, and how much they may. */
export function useServerUsage() {
  return useQuery({ queryKey: ['usage'], queryFn: () => engine.files.usage() })
}
