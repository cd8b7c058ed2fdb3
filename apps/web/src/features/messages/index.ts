export { linkify } from './linkify.ts'
export { ChatWindow } from './ChatWindow.tsx'
export { openDialog } from './ui-store.ts'
export { PreviewBubbles } from './PreviewBubbles.tsx'
