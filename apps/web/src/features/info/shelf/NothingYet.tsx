import { useText } from '../../../i18n/i18n.ts'
import { useChats } from '../../../stores/chatStore.ts'
import panel from '../../../ui/Panel.module.css'

/** Says that a shelf is empty, or that older history is still being looked through. */
export function NothingYet({ text }: { text: string }) {
  const t = useText()
  const reading = useChats((state) => state.indexing !== null && state.indexing.indexed < state.indexing.total)
  return <p className={panel.empty}>{reading ? t('people:links.reading') : text}</p>
}
