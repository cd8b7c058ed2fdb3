export { linkify } from './linkify.ts'
export { ChatWindow } from './ChatWindow.tsx'
export { PreviewBubbles } from './PreviewBubbles.tsx'
