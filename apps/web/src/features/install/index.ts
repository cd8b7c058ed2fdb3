export { InstallBar } from './InstallBar.tsx'
export { InstallSheet } from './install-sheet.ts'
export { useInstallWay } from './installer.dom.ts'
export type { InstallWay } from './install-way.ts'
