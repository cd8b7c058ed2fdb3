// Words of screens that few people open: the list of chats does not wait for them.
import storage from './storage.json'

export const texts = { storage }
