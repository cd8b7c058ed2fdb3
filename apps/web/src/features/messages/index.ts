export { ChatWindow } from './ChatWindow.tsx'
export { PreviewBubbles } from './PreviewBubbles.tsx'
export { summary } from './summary.ts'
export { openDialog } from './ui-store.ts'
