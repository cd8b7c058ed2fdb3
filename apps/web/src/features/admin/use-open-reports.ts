import { useQuery } from '@tanstack/react-query'
import { engine } from '../../engine/engine.ts'

/** How many reports wait; 0 while it is not known. Asked again every minute: whoever looks at the desk should not have to reload. */
export function useOpenReports(wanted: boolean): number {
  const { data } = useQuery({
    queryKey: ['desk', 'open-reports'],
    queryFn: () => engine.admin.openReports(),
    enabled: wanted,
    refetchInterval: 60_000,
    staleTime: 0,
    retry: false,
  })
  return data ?? 0
}
