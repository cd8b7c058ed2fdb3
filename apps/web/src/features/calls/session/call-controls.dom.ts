import { engine } from '../../../engine/engine.ts'
import { choose } from './choices.dom.ts'
import type { CallControls } from './controls.ts'
import { addPeople } from './grow.dom.ts'
import { changeOwn } from './own.ts'
import { currentTalk, dismiss, joinCall, startCall } from './session.dom.ts'

const currentSession = () => currentTalk()?.shown

/** Whatever a person does to a call that is over already is done. */
export const controls: CallControls = {
  start: startCall,
  join: joinCall,
  decline: (call) => engine.calls.decline(call),
  leave: async () => currentTalk()?.leave(),
  async endForAll() {
    const session = currentSession()
    if (session) await engine.calls.end(session.state.id)
  },
  async ring(users) {
    const session = currentSession()
    if (session) await engine.calls.ring(session.state.id, users)
  },
  async remove(user) {
    const session = currentSession()
    if (session) await engine.calls.remove(session.state.id, user)
  },
  add: addPeople,
  setMicrophone: async (on) => currentTalk()?.own.setMicrophone(on),
  async setCamera(on) {
    if (on) choose({ saveData: false })
    currentSession()?.takePictures(true)
    await currentTalk()?.own.setCamera(on)
  },
  flipCamera: async () => currentTalk()?.own.flip(),
  async choose(kind, device) {
    choose({ [kind]: device })
    if (kind === 'audiooutput') await currentTalk()?.speakThrough(device)
    else await currentTalk()?.own.choose(kind, device)
  },
  shareScreen: async (on) => currentTalk()?.own.setScreen(on),
  raiseHand: async (up) => currentTalk()?.own.raiseHand(up),
  react: async (emoji) => currentSession()?.react(emoji),
  async setNoiseSuppression(on) {
    choose({ noiseSuppression: on })
    await currentTalk()?.own.local.setNoiseSuppression(on)
  },
  async saveData(on) {
    choose({ saveData: on })
    currentSession()?.takePictures(!on)
    if (on) await currentTalk()?.own.setCamera(false)
  },
  relayOnly: (on) => choose({ relayOnly: on }),
  minimise: (small) => changeOwn({ small }),
  dismiss,
}
