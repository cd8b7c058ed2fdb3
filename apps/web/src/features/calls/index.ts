export { CallLayer } from './CallLayer.tsx'
export { useCallPlace } from './use-call-place.ts'
