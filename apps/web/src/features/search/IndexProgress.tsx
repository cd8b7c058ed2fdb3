import { useEffect } from 'react'
import { engine } from '../../engine/engine.ts'
import { hint } from '../../engine/hint.ts'
import { useLanguage, useText } from '../../i18n/i18n.ts'
import { chatStore, useChats } from '../../stores/chatStore.ts'
import css from './IndexProgress.module.css'

/** While older history is still being read into the index: how far it is. */
export function IndexProgress() {
  const t = useText()
  const language = useLanguage()
  const indexing = useChats((state) => state.indexing)
  useEffect(() => {
    hint(engine.search.progress().then(chatStore.getState().setIndexing))
  }, [])
  if (!indexing || indexing.total === 0 || indexing.indexed >= indexing.total) return null
  const number = new Intl.NumberFormat(language)
  return (
    <div className={css.progress}>
      <span id="index-progress">
        {t('search:indexing', { done: number.format(indexing.indexed), total: number.format(indexing.total) })}
      </span>
      <progress className={css.bar} aria-labelledby="index-progress" value={indexing.indexed} max={indexing.total} />
    </div>
  )
}
