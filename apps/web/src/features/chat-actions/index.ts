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
