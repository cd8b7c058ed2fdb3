import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { keepFilesTidy } from '../features/storage/index.ts'
import { router } from './router.tsx'

// The engine answers from the device: no question waits for the network, and each is asked again when it is back.
const always = { networkMode: 'always' } as const
const queryOptions = { retry: 1, staleTime: 30_000, refetchOnReconnect: true, ...always }

/** The signed-in half of the app; its query cache dies with the session. */
export default function Inside() {
  const [queries] = useState(() => new QueryClient({ defaultOptions: { queries: queryOptions, mutations: always } }))
  useEffect(() => keepFilesTidy(), [])
  return (
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  )
}
