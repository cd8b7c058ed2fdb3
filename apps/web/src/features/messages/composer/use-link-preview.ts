import type { AccountApi, PreviewView } from '@soroka/client/types'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { engine } from '../../../engine/engine.ts'
import { hint } from '../../../engine/hint.ts'
import { useText } from '../../../i18n/i18n.ts'
import { ask } from '../../../ui/layer-store.ts'
import { linkify } from '../linkify.ts'

const after = 600
/** The account's own entry: a switch turned in its settings holds here at once. */
const accountKey = ['account']

type Account = Awaited<ReturnType<AccountApi['get']>>

function firstLink(text: string): string | null {
  if (!/https?:|www\./i.test(text)) return null
  const link = linkify(text).find((part) => part.kind === 'link')
  return link?.kind === 'link' ? link.href : null
}

/** The card of the first link in the text, once a person has allowed that the server looks links up (R19). */
export function useLinkPreview(text: string, active: boolean) {
  const t = useText()
  const queries = useQueryClient()
  const [link, setLink] = useState<string | null>(null)
  const [refused, setRefused] = useState<string | null>(null)
  const found = active ? firstLink(text) : null
  useEffect(() => {
    const timer = setTimeout(() => setLink(found), found === null ? 0 : after)
    return () => clearTimeout(timer)
  }, [found])

  const { data: allowed } = useQuery({
    queryKey: accountKey,
    queryFn: () => engine.account.get(),
    select: (account) => account.linkPreviews,
    enabled: link !== null,
  })
  useEffect(() => {
    if (link === null || allowed !== null) return
    void ask({
      title: t('messages:previews.title'),
      text: t('messages:previews.text'),
      confirm: t('messages:previews.allow'),
    }).then((yes) => {
      queries.setQueryData<Account>(accountKey, (account) => account && { ...account, linkPreviews: yes })
      hint(engine.account.update({ linkPreviews: yes }))
    })
  }, [link, allowed, queries, t])

  const { data, isFetching } = useQuery<PreviewView | null>({
    queryKey: ['preview', link],
    queryFn: async () => (link === null ? null : (await import('../preview/make-preview.ts')).makePreview(link)),
    enabled: link !== null && allowed === true && refused !== link,
    staleTime: 300_000,
    retry: false,
  })
  const shown = link !== null && link === found && refused !== link && allowed === true
  return {
    preview: shown ? (data ?? null) : null,
    looking: shown && isFetching,
    refuse: () => setRefused(link),
    forget: () => setLink(null),
  }
}
