export {
  type Config,
  type GifConfig,
  type S3Config,
  type LiveKitConfig,
  type TurnConfig,
  ConfigError,
  isLoopback,
  isPrivate,
  readConfig,
} from './config.ts'
