import { MantineProvider } from '@mantine/core'
import { Component, lazy, type ReactNode, Suspense } from 'react'
import { keptDoor } from '../features/groups/kept-link.dom.ts'
import { loadInsideTexts, loadLaterTexts } from '../i18n/i18n.ts'
import { useAuth } from '../stores/authStore.ts'
import { cssVariablesResolver, theme } from '../theme/theme.ts'
import { BrokenPage } from './BrokenPage.tsx'
import { isGuestPlace } from './guest-place.ts'
import { isNew, loadAuth, loadInside } from './halves.ts'
import { schemeManager, styleNonce } from './scheme.dom.ts'

const preloadInside = () => void loadInside()
const Inside = lazy(loadInside)
const AuthArea = lazy(async () => ({ default: (await loadAuth()).AuthArea }))

const GuestArea = lazy(async () => {
  const [area] = await Promise.all([
    import('../features/calls/guest/GuestArea.tsx'),
    loadInsideTexts(),
    loadLaterTexts(),
  ])
  return area
})

// While the engine opens its database, the half that is most likely needed is on its way.
if (!isGuestPlace()) void (isNew ? loadAuth() : loadInside())

class Boundary extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false }
  static getDerivedStateFromError() {
    return { broken: true }
  }
  override render() {
    return this.state.broken ? <BrokenPage /> : this.props.children
  }
}

function Area() {
  const session = useAuth((state) => state.session)
  const offering = useAuth((state) => state.offering)
  // Nothing is drawn until it is known who is here: reading the session takes less than a blink.
  if (session === undefined && !isNew) return null
  if (!session || offering) return <AuthArea door={keptDoor()} onIdle={preloadInside} />
  return <Inside />
}

export function App() {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariablesResolver}
      defaultColorScheme="auto"
      colorSchemeManager={schemeManager}
      getStyleNonce={styleNonce}
    >
      <Boundary>
        <Suspense fallback={null}>{isGuestPlace() ? <GuestArea /> : <Area />}</Suspense>
      </Boundary>
    </MantineProvider>
  )
}
