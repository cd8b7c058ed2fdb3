import { createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router'
import { ChatPage } from '../features/chats/index.ts'
import { BrokenPage } from './BrokenPage.tsx'

/** One layout draws its panes from the address; `find`: the list shows the search. */
const root = createRootRoute({
  component: ChatPage,
  errorComponent: BrokenPage,
  validateSearch: (search: Record<string, unknown>): { find?: true } => (search['find'] === true ? { find: true } : {}),
  beforeLoad: ({ location }) => {
    if (/^\/(sign-|recovery)/.test(location.pathname)) throw redirect({ to: '/', replace: true })
  },
})
const home = createRoute({ getParentRoute: () => root, path: '/' })
const chat = createRoute({ getParentRoute: () => root, path: '/c/$chatId' })
const chatInfo = createRoute({ getParentRoute: () => root, path: '/c/$chatId/info' })
const settings = createRoute({ getParentRoute: () => root, path: '/settings' })
const settingsSection = createRoute({ getParentRoute: () => root, path: '/settings/$section' })

export const router = createRouter({
  routeTree: root.addChildren([home, chat, chatInfo, settings, settingsSection]),
  defaultPreload: false,
  scrollRestoration: false,
  defaultNotFoundComponent: BrokenPage,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
