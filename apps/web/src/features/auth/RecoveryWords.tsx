import { Button } from '@mantine/core'
import { IconCheck, IconCopy, IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import { useText } from '../../i18n/i18n.ts'
import css from '../../ui/Form.module.css'
import { copyText, saveRecoveryFile } from './recovery-file.dom.ts'

/** The 24 words with the two ways to keep them; `onSaved` after either. */
export function RecoveryWords({ words, onSaved }: { words: string; onSaved(): void }) {
  const t = useText()
  const [copied, setCopied] = useState(false)
  return (
    <>
      <ol className={css.words} translate="no">
        {words.split(' ').map((word, index) => (
          // Words may repeat; their order never changes.
          <li key={`${index}-${word}`}>{word}</li>
        ))}
      </ol>
      <div className={css.fields}>
        <Button
          leftSection={<IconDownload size={20} aria-hidden />}
          onClick={() => {
            saveRecoveryFile(words, {
              title: t('auth:key.fileTitle'),
              hint: t('auth:key.fileHint'),
              fileName: t('auth:key.fileName'),
            })
            onSaved()
          }}
        >
          {t('auth:key.save')}
        </Button>
        <Button
          variant="default"
          leftSection={copied ? <IconCheck size={20} aria-hidden /> : <IconCopy size={20} aria-hidden />}
          onClick={() => {
            void copyText(words).then(() => {
              setCopied(true)
              onSaved()
            })
          }}
        >
          {t(copied ? 'auth:key.copied' : 'auth:key.copy')}
        </Button>
      </div>
    </>
  )
}
