export { type Config, type GifConfig, type S3Config, ConfigError, isLoopback, isPrivate, readConfig } from './config.ts'
