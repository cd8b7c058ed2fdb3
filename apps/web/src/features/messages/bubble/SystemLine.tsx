import { UnstyledButton } from '@mantine/core'
import type { LineView } from '@soroka/client/types'
import { useText } from '../../../i18n/i18n.ts'
import { useChats } from '../../../stores/chatStore.ts'
import { jumpTo } from '../jump.ts'
import { lineWords } from '../line-words.ts'
import css from '../feed/lines.module.css'

/** What was changed between two messages. */
export function SystemLine({ line }: { line: LineView }) {
  const t = useText()
  const group = useChats((state) => state.chats[line.chat]?.kind === 'group')
  // Names come after the line may stand there already.
  useChats((state) => state.people)
  const text = lineWords(line, group, t)
  const { change } = line
  return (
    <p className={css.system} dir="auto">
      {change.type === 'pinned' ? (
        <UnstyledButton className={css.systemLink} onClick={() => jumpTo(line.chat, change.message)}>
          {text}
        </UnstyledButton>
      ) : (
        text
      )}
    </p>
  )
}
