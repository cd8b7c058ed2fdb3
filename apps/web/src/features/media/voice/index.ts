export { MicButton } from './MicButton.tsx'
export { RecordBar } from './RecordBar.tsx'
export { useRecorder } from './use-recorder.ts'
