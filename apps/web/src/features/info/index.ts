export { InfoDrawer } from './InfoDrawer.tsx'
export { timers, timerText } from './timer-choices.ts'
export { InfoPanel, preloadInfo } from './InfoPanel.tsx'
