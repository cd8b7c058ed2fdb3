import { UnstyledButton } from '@mantine/core'
import type { MentionView } from '@soroka/client/types'
import type { UserId } from '@soroka/protocol'
import { type ReactNode, useMemo, useState } from 'react'
import { useText } from '../../../i18n/i18n.ts'
import { PlainButton } from '../../../ui/PlainButton.tsx'
import { useInRequest } from '../use-in-request.ts'
import { useOpenPerson } from '../use-open-person.ts'
import { type Block, parseBlocks } from './blocks.ts'
import { CodeBlock } from './CodeBlock.tsx'
import type { Inline } from './inline.ts'
import css from './Markup.module.css'

/** Words that are hidden until somebody asks for them. */
function Spoiler({ inner }: { inner: Inline[] }) {
  const t = useText()
  const [shown, setShown] = useState(false)
  if (shown) return <span className={css.revealed}>{drawInline(inner)}</span>
  return (
    <UnstyledButton
      component="span"
      role="button"
      tabIndex={0}
      className={css.spoiler}
      aria-label={t('messages:spoiler')}
      onClick={() => setShown(true)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' || event.key === ' ') setShown(true)
      }}
    >
      <span aria-hidden>{drawInline(inner)}</span>
    </UnstyledButton>
  )
}

function Mention({ text, user }: { text: string; user: UserId }) {
  const openPerson = useOpenPerson()
  return (
    <PlainButton className={css.mention} onClick={() => openPerson(user)}>
      <bdi>{text}</bdi>
    </PlainButton>
  )
}

/** What a stranger asks to be pressed is only words until he is let in. */
function Link({ text, href }: { text: string; href: string }) {
  const words = <bdi>{text}</bdi>
  if (useInRequest()) return words
  return (
    <a className={css.link} href={href} target="_blank" rel="noopener noreferrer nofollow">
      {words}
    </a>
  )
}

function drawInline(parts: Inline[]) {
  // The same words may stand twice: the place is the key.
  return parts.map((part, index) => {
    switch (part.kind) {
      case 'text':
        return part.text
      case 'code':
        return (
          <code key={index} className={css.code}>
            {part.text}
          </code>
        )
      case 'link':
        return <Link key={index} {...part} />
      case 'mention':
        return <Mention key={index} text={part.text} user={part.user} />
      case 'bold':
        return <strong key={index}>{drawInline(part.inner)}</strong>
      case 'italic':
        return <em key={index}>{drawInline(part.inner)}</em>
      case 'strike':
        return <s key={index}>{drawInline(part.inner)}</s>
      case 'spoiler':
        return <Spoiler key={index} inner={part.inner} />
      default:
        return part satisfies never
    }
  })
}

function drawBlock(block: Block, index: number, single: boolean, tail: ReactNode) {
  switch (block.kind) {
    case 'text':
      return single ? (
        drawInline(block.inner)
      ) : (
        <p key={index} className={css.paragraph} dir="auto">
          {drawInline(block.inner)}
          {tail}
        </p>
      )
    case 'quote':
      return (
        <blockquote key={index} className={css.quote} dir="auto">
          {drawInline(block.inner)}
        </blockquote>
      )
    case 'code':
      return <CodeBlock key={index} language={block.language} text={block.text} />
    case 'list': {
      const List = block.start === null ? 'ul' : 'ol'
      return (
        <List key={index} className={css.list} {...(block.start === null ? {} : { start: block.start })}>
          {block.items.map((item, place) => (
            <li key={place}>{drawInline(item)}</li>
          ))}
        </List>
      )
    }
    default:
      return block satisfies never
  }
}

const nobody: MentionView[] = []

interface Props {
  text: string
  mentions?: MentionView[]
  /** Stands in the last line: room for the time. */
  tail?: ReactNode
}

/** The words of a message in their styles, drawn by our own elements only. */
export function Markup({ text, mentions = nobody, tail }: Props) {
  const blocks = useMemo(() => parseBlocks(text, mentions), [text, mentions])
  const last = blocks.length - 1
  const single = last === 0
  return (
    <>
      {blocks.map((block, index) => drawBlock(block, index, single, index === last ? tail : null))}
      {(single || blocks[last]?.kind !== 'text') && tail}
    </>
  )
}
