export { type Config, ConfigError, isLoopback, isPrivate, readConfig } from './config.ts'
