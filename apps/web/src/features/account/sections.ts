import { IconAt, IconBell, IconDatabase, IconFeather, IconLanguage, IconLock, IconPalette } from '@tabler/icons-react'

export const sections = [
  { name: 'profile', icon: IconAt },
  { name: 'privacy', icon: IconLock },
  { name: 'notifications', icon: IconBell },
  { name: 'appearance', icon: IconPalette },
  { name: 'language', icon: IconLanguage },
  { name: 'storage', icon: IconDatabase },
  { name: 'recovery', icon: IconFeather },
] as const

export type SectionName = (typeof sections)[number]['name']

export function isSection(name: string): name is SectionName {
  return sections.some((section) => section.name === name)
}
