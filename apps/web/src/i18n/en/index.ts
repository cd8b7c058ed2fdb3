import account from './account.json'
import app from './app.json'
import auth from './auth.json'
import chats from './chats.json'
import errors from './errors.json'
import groups from './groups.json'
import messages from './messages.json'
import people from './people.json'
import search from './search.json'

export const texts = { account, app, auth, chats, errors, groups, messages, people, search }
