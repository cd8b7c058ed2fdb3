import type { ChatView, NotifyLevel } from '@soroka/client/types'
import { IconBell } from '@tabler/icons-react'
import { engine } from '../../engine/engine.ts'
import { useText } from '../../i18n/i18n.ts'
import { act } from '../../ui/act.ts'
import { openMenuAt } from '../../ui/layer-store.ts'
import { InfoRow, rowIcon } from './InfoRow.tsx'

const levels: readonly (NotifyLevel | null)[] = [null, 'all', 'mentions', 'none']
const nameOf = (level: NotifyLevel | null) => level ?? 'usual'

/** Which messages of this chat notify me. */
export function LevelRow({ chat }: { chat: ChatView }) {
  const t = useText()
  return (
    <InfoRow
      icon={<IconBell {...rowIcon} />}
      label={t('people:level.title')}
      hint={t(`people:level.${nameOf(chat.level)}`)}
      onClick={(event) =>
        openMenuAt(
          event.currentTarget,
          t('people:level.title'),
          levels.map((level) => ({
            label: t(`people:level.${nameOf(level)}`),
            run: () => void act(engine.push.setLevel(chat.id, level)),
          })),
        )
      }
    />
  )
}
