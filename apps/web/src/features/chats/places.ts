import {
  IconMessageCircle,
  IconMessageCircleFilled,
  IconPhone,
  IconPhoneFilled,
  IconSettings,
  IconSettingsFilled,
  IconUsers,
} from '@tabler/icons-react'

/** The places of the app, for the rail and the tab bar. */
export const places = [
  { name: 'chats', to: '/', icon: IconMessageCircle, filled: IconMessageCircleFilled },
  { name: 'calls', to: '/calls', icon: IconPhone, filled: IconPhoneFilled },
  { name: 'contacts', to: '/contacts', icon: IconUsers, filled: IconUsers },
  { name: 'settings', to: '/settings', icon: IconSettings, filled: IconSettingsFilled },
] as const
