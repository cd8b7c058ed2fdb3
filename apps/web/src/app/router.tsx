import { createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router'
import { ChatPage } from '../features/chats/index.ts'
import { BrokenPage } from './BrokenPage.tsx'
import { placeOfHanded } from './handed-link.ts'
import { readPlace } from './place.ts'

/** One layout draws its panes from the address. */
const root = createRootRoute({
  component: ChatPage,
  errorComponent: BrokenPage,
  validateSearch: readPlace,
  beforeLoad: ({ location }) => {
    if (/^\/(sign-|recovery)/.test(location.pathname)) throw redirect({ to: '/', replace: true })
  },
})
const home = createRoute({ getParentRoute: () => root, path: '/' })
const chat = createRoute({ getParentRoute: () => root, path: '/c/$chatId' })
const chatInfo = createRoute({ getParentRoute: () => root, path: '/c/$chatId/info' })
const calls = createRoute({ getParentRoute: () => root, path: '/calls' })
const contacts = createRoute({ getParentRoute: () => root, path: '/contacts' })
const join = createRoute({ getParentRoute: () => root, path: '/join' })
const person = createRoute({ getParentRoute: () => root, path: '/@{$nickname}' })
/** A program handed over a `web+soroka:` link. */
const open = createRoute({
  getParentRoute: () => root,
  path: '/open',
  beforeLoad: ({ location }) => {
    const link = new URLSearchParams(location.searchStr).get('link') ?? ''
    throw redirect({ href: placeOfHanded(link), replace: true })
  },
})
const share = createRoute({ getParentRoute: () => root, path: '/share' })
const settings = createRoute({ getParentRoute: () => root, path: '/settings' })
const settingsSection = createRoute({ getParentRoute: () => root, path: '/settings/$section' })
/** The desk of those who run the server; the server looks who comes. */
const desk = createRoute({ getParentRoute: () => root, path: '/admin' })
const deskSection = createRoute({ getParentRoute: () => root, path: '/admin/$section' })

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    chat,
    chatInfo,
    calls,
    contacts,
    desk,
    deskSection,
    join,
    open,
    person,
    share,
    settings,
    settingsSection,
  ]),
  defaultPreload: false,
  scrollRestoration: false,
  defaultNotFoundComponent: BrokenPage,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
