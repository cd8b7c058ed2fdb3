import {
  IconEyeOff,
  IconMicrophone,
  IconMoodSmile,
  IconPhoneOff,
  IconPictureInPicture,
  IconUserPlus,
  IconVideo,
  IconVolume,
  IconWaveSine,
  IconWifi,
} from '@tabler/icons-react'
import type { TFunction } from 'i18next'
import type { MouseEvent } from 'react'
import { callStore, type OwnCall } from '../../../stores/callStore.ts'
import { act } from '../../../ui/act.ts'
import { ask, type MenuItem, openMenuAt } from '../../../ui/layer-store.ts'
import { withCall } from '../calling.ts'
import { deviceLabel } from '../device-label.ts'
import { isMe } from '../../../ui/names.ts'
import { viewStore } from '../view-store.ts'
import { canFloat, float } from '../window/small-window.dom.ts'
import { canChooseSpeaker } from './can.dom.ts'
import { mayAdd } from './may-add.ts'

const icon = { size: 20, stroke: 1.8, 'aria-hidden': true }
const kinds = {
  audioinput: { name: 'mic', Icon: IconMicrophone },
  videoinput: { name: 'camera', Icon: IconVideo },
  audiooutput: { name: 'speaker', Icon: IconVolume },
} as const
type Kind = keyof typeof kinds

/** One page of the menu: the devices of a kind. Nothing to choose, nothing to show. */
function deviceItem(kind: Kind, devices: MediaDeviceInfo[], t: TFunction): MenuItem[] {
  const own = devices.filter((device) => device.kind === kind && device.deviceId !== '')
  if (own.length < 2 || (kind === 'audiooutput' && !canChooseSpeaker())) return []
  const { name, Icon } = kinds[kind]
  const chosen = callStore.getState().choices[kind] ?? 'default'
  return [
    {
      label: t(`calls:devices.${name}`),
      icon: <Icon {...icon} />,
      items: own.map(({ deviceId, label }, index) => ({
        label: deviceLabel({ id: deviceId, label }, index, t),
        checked: deviceId === chosen,
        run: () => void withCall((controls) => controls.choose(kind, deviceId)),
      })),
    },
  ]
}

function switchItems(t: TFunction): MenuItem[] {
  const { noiseSuppression, saveData, relayOnly } = callStore.getState().choices
  return [
    {
      label: t('calls:devices.noise'),
      icon: <IconWaveSine {...icon} />,
      checked: noiseSuppression,
      run: () => void withCall((controls) => controls.setNoiseSuppression(!noiseSuppression)),
    },
    {
      label: t('calls:devices.saveData'),
      icon: <IconWifi {...icon} />,
      checked: saveData,
      run: () => void withCall((controls) => controls.saveData(!saveData)),
    },
    {
      label: t('calls:devices.relay'),
      icon: <IconEyeOff {...icon} />,
      checked: relayOnly,
      run: () => void withCall((controls) => controls.relayOnly(!relayOnly)),
    },
  ]
}

async function endForAll(t: TFunction): Promise<void> {
  const yes = await ask({
    title: t('calls:who.endTitle'),
    text: t('calls:who.endText'),
    confirm: t('calls:who.endYes'),
    danger: true,
  })
  if (yes) await withCall((controls) => controls.endForAll())
}

/** In a window over all programs, while one works on. */
function floatItem(t: TFunction): MenuItem[] {
  if (!canFloat()) return []
  const run = () => {
    void act(float())
    void withCall((controls) => controls.minimise(true))
  }
  return [{ label: t('calls:button.pip'), icon: <IconPictureInPicture {...icon} />, run }]
}

function reactionItem(t: TFunction): MenuItem[] {
  const run = () => viewStore.setState({ reacting: true })
  return [{ label: t('calls:button.react'), icon: <IconMoodSmile {...icon} />, run }]
}

/** More people, devices, what is sent of me, and the end for everyone. */
export function openCallMenu(call: OwnCall, t: TFunction, onAdd: () => void): (event: MouseEvent<HTMLElement>) => void {
  return ({ currentTarget }) => {
    void navigator.mediaDevices.enumerateDevices().then((devices) => {
      const items = [
        ...(mayAdd(call) ? [{ label: t('groups:add.title'), icon: <IconUserPlus {...icon} />, run: onAdd }] : []),
        ...reactionItem(t),
        ...(Object.keys(kinds) as Kind[]).flatMap((kind) => deviceItem(kind, devices, t)),
        ...switchItems(t),
        ...floatItem(t),
      ]
      const mayEnd = isMe(call.state.by) && call.state.members.length > 2
      if (mayEnd)
        items.push({
          label: t('calls:who.endAll'),
          icon: <IconPhoneOff {...icon} />,
          danger: true,
          run: () => void endForAll(t),
        })
      openMenuAt(currentTarget, t('calls:button.more'), items)
    })
  }
}
