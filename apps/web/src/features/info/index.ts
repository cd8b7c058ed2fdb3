export { InfoDrawer } from './InfoDrawer.tsx'
export { InfoPanel, preloadInfo } from './InfoPanel.tsx'
