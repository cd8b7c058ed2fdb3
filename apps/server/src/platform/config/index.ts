export {
  type Config,
  type GifConfig,
  type S3Config,
  type TurnConfig,
  ConfigError,
  isLoopback,
  isPrivate,
  readConfig,
} from './config.ts'
