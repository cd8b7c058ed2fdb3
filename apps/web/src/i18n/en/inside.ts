// Words of the signed-in half: the sign-in page does not wait for them.
import camera from './camera.json'
import chats from './chats.json'
import editor from './editor.json'
import groups from './groups.json'
import messages from './messages.json'
import media from './media.json'
import people from './people.json'
import photo from './photo.json'
import search from './search.json'
import voice from './voice.json'
import stickers from './stickers.json'
import share from './share.json'

export const texts = {
  camera,
  chats,
  editor,
  groups,
  media,
  messages,
  people,
  photo,
  search,
  share,
  stickers,
  voice,
}
