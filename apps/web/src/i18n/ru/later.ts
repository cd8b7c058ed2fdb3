// Words of screens that come later: the list of chats does not wait for them.
import calls from './calls.json'
import storage from './storage.json'

export const texts = { calls, storage }
