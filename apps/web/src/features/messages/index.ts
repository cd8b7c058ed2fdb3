export { ChatWindow } from './ChatWindow.tsx'
export { PreviewBubbles } from './PreviewBubbles.tsx'
