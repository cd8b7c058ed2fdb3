export { AuthArea } from './AuthArea.tsx'
