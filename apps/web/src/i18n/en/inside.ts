// Words of the signed-in half: the sign-in page does not wait for them.
import chats from './chats.json'
import groups from './groups.json'
import messages from './messages.json'
import media from './media.json'
import people from './people.json'
import photo from './photo.json'
import search from './search.json'
import stickers from './stickers.json'

export const texts = {
  chats,
  groups,
  media,
  messages,
  people,
  photo,
  search,
  stickers,
}
