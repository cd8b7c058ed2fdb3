export { type Config, type S3Config, ConfigError, isLoopback, isPrivate, readConfig } from './config.ts'
