import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { engine } from '../../engine/engine.ts'
import { devicesStore } from '../../stores/devicesStore.ts'

const queryKey = ['devices']

/** My devices as the server has them, read again when one came, went or is called something else. */
export function useDevices() {
  const queries = useQueryClient()
  const news = useStore(devicesStore, (state) => state.news)
  useEffect(() => {
    if (news > 0) void queries.invalidateQueries({ queryKey })
  }, [news, queries])
  const { data, isError } = useQuery({ queryKey, queryFn: () => engine.devices.list() })
  return { devices: data, failed: isError, again: () => queries.invalidateQueries({ queryKey }) }
}
