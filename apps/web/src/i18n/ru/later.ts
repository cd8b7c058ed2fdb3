// Words of screens that come later: the list of chats does not wait for them.
import account from './account.json'
import calls from './calls.json'
import camera from './camera.json'
import editor from './editor.json'
import exporting from './export.json'
import guest from './guest.json'
import install from './install.json'
import link from './link.json'
import notify from './notify.json'
import reports from './reports.json'
import security from './security.json'
import share from './share.json'
import storage from './storage.json'
import voice from './voice.json'

export const texts = {
  account,
  calls,
  camera,
  editor,
  export: exporting,
  guest,
  install,
  link,
  notify,
  reports,
  security,
  share,
  storage,
  voice,
}
