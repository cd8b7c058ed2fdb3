import { ActionIcon } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useState } from 'react'
import { useText } from '../../../i18n/i18n.ts'
import css from './Markup.module.css'

/** Program text as it was written, with a button that takes it along. */
export function CodeBlock({ language, text }: { language: string; text: string }) {
  const t = useText()
  const [copied, setCopied] = useState(false)
  const copy = () =>
    void navigator.clipboard.writeText(text).then(() => {
      setCopied(true)
      setTimeout(() => setCopied(false), 1500)
    })
  const Icon = copied ? IconCheck : IconCopy
  return (
    <figure className={css.block}>
      <figcaption className={css.caption}>
        <bdi>{language}</bdi>
        <ActionIcon
          className={css.copy ?? ''}
          size={32}
          aria-label={t(copied ? 'messages:copied' : 'messages:copyCode')}
          onClick={copy}
        >
          <Icon size={17} stroke={1.8} aria-hidden />
        </ActionIcon>
      </figcaption>
      {/* Long lines scroll: without a tab stop no key could reach their ends in every browser. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre className={css.pre} tabIndex={0} dir="ltr">
        <code>{text}</code>
      </pre>
    </figure>
  )
}
