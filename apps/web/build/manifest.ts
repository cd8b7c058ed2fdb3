import type { ManifestOptions } from 'vite-plugin-pwa'
import { screenshots } from './screenshots.ts'

/** The web app manifest; members in both languages go by `*_localized` where a browser knows them. */
export const manifest = {
  id: '/',
  name: 'Soroka',
  short_name: 'Soroka',
  description: 'Carries the news. Keeps it to itself.',
  lang: 'en',
  dir: 'ltr',
  start_url: '/',
  scope: '/',
  display: 'standalone',
  // One window. Not 'focus-existing': it drops what another program shares (WICG/web-app-launch#62); drafts outlive a load.
  launch_handler: { client_mode: ['navigate-existing', 'auto'] },
  handle_links: 'preferred',
  protocol_handlers: [{ protocol: 'web+soroka', url: '/open?link=%s' }],
  background_color: '#11181C',
  theme_color: '#11181C',
  categories: ['social', 'communication'],
  icons: [
    { src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
    { src: '/icons/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
    { src: '/icons/maskable-192.png', sizes: '192x192', type: 'image/png', purpose: 'maskable' },
    { src: '/icons/maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    { src: '/logo-mono.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'monochrome' },
  ],
  screenshots: screenshots.map(({ file, ...facts }) => ({ src: `/screenshots/${file}`, type: 'image/png', ...facts })),
  share_target: {
    action: '/share',
    method: 'POST',
    enctype: 'multipart/form-data',
    params: { title: 'title', text: 'text', url: 'url', files: [{ name: 'files', accept: ['*/*'] }] },
  },
  shortcuts: [
    {
      name: 'New chat',
      name_localized: { ru: 'Новый чат' },
      url: '/?find=true',
      icons: [{ src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png' }],
    },
    {
      name: 'Settings',
      name_localized: { ru: 'Настройки' },
      url: '/settings',
      icons: [{ src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png' }],
    },
  ],
  name_localized: { ru: 'Сорока' },
  short_name_localized: { ru: 'Сорока' },
  description_localized: { ru: 'Приносит вести. Никому не рассказывает.' },
} as unknown as Partial<ManifestOptions>
