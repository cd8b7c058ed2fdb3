import { Button } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useText } from '../../../i18n/i18n.ts'
import css from '../../../ui/Settings.module.css'
import { copyText } from '../../auth/index.ts'
import own from './access.module.css'

/** Ten codes, shown this once. */
export function BackupCodes({ codes, onDone }: { codes: readonly string[]; onDone(): void }) {
  const t = useText()
  const [copied, setCopied] = useState(false)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    heading.current?.focus()
  }, [])
  return (
    <>
      <h4 className={own.heading} ref={heading} tabIndex={-1}>
        {t('security:totp.codesTitle')}
      </h4>
      <p className={css.note}>{t('security:totp.codesText')}</p>
      <ul className={own.codes} translate="no" aria-label={t('security:totp.codesTitle')}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <Button
        leftSection={copied ? <IconCheck size={20} aria-hidden /> : <IconCopy size={20} aria-hidden />}
        onClick={() => void copyText(codes.join('\n')).then(() => setCopied(true))}
      >
        {t(copied ? 'auth:key.copied' : 'auth:key.copy')}
      </Button>
      <Button variant="default" onClick={onDone}>
        {t('security:totp.kept')}
      </Button>
    </>
  )
}
