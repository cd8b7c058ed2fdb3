import { memo } from 'react'
import { useViewport } from '../../ui/use-viewport.dom.ts'
import type { LayoutProps } from './layout-props.ts'
import { PhoneLayout } from './PhoneLayout.tsx'
import { WideLayout } from './WideLayout.tsx'

/** One pane on a phone, rail and panes side by side on anything wider. */
export const ChatLayout = memo(function ChatLayout(props: LayoutProps) {
  return useViewport() === 'phone' ? <PhoneLayout {...props} /> : <WideLayout {...props} />
})
