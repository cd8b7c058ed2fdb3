import account from './account.json'
import app from './app.json'
import auth from './auth.json'
import chats from './chats.json'
import errors from './errors.json'
import messages from './messages.json'
import people from './people.json'

export const texts = { account, app, auth, chats, errors, messages, people }
