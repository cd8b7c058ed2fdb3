import type { AccountApi } from '@soroka/client/types'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { engine } from '../../engine/engine.ts'

type Account = Awaited<ReturnType<AccountApi['get']>>
type Change = Parameters<AccountApi['update']>[0]

const queryKey = ['account']

/** The account as the server has it; a change shows at once and is taken back when the server refuses. */
export function useAccount() {
  const queries = useQueryClient()
  const { data, isError } = useQuery({ queryKey, queryFn: () => engine.account.get() })
  const change = useMutation({
    mutationFn: (input: Change) => engine.account.update(input),
    onMutate: (input) => {
      const before = queries.getQueryData<Account>(queryKey)
      if (before)
        queries.setQueryData<Account>(queryKey, {
          ...before,
          ...input,
          privacy: { ...before.privacy, ...input.privacy },
        })
      return { before }
    },
    onError: (_error, _input, kept) => {
      if (kept?.before) queries.setQueryData(queryKey, kept.before)
    },
    onSettled: () => queries.invalidateQueries({ queryKey }),
  })
  return {
    account: data,
    failed: isError,
    again: () => queries.invalidateQueries({ queryKey }),
    update: (input: Change) => change.mutateAsync(input),
  }
}
