export {
  clearChat,
  deleteChat,
  forEver,
  movePin,
  mute,
  muteTimes,
  pinnedChats,
  setInFolder,
  toggleArchive,
  togglePin,
  toggleUnread,
} from './chat-actions.ts'
export { calls, isMuted, isUnread } from './chat-state.ts'
