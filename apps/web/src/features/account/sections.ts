import {
  IconBell,
  IconDatabase,
  IconDevices,
  IconEye,
  IconFeather,
  IconKey,
  IconKeyboard,
  IconLanguage,
  IconLock,
  IconPalette,
} from '@tabler/icons-react'

/** The cards of the list, each with its rows. The profile has no row: it opens from the face above them. */
export const cards = [
  [
    { name: 'privacy', icon: IconLock },
    { name: 'notifications', icon: IconBell },
    { name: 'appearance', icon: IconPalette },
    { name: 'language', icon: IconLanguage },
  ],
  [
    { name: 'access', icon: IconKey },
    { name: 'devices', icon: IconDevices },
    { name: 'recovery', icon: IconFeather },
    { name: 'storage', icon: IconDatabase },
    { name: 'known', icon: IconEye },
    { name: 'keys', icon: IconKeyboard },
  ],
] as const

export type SectionName = (typeof cards)[number][number]['name'] | 'profile'

export function isSection(name: string): name is SectionName {
  return name === 'profile' || cards.flat().some((section) => section.name === name)
}
