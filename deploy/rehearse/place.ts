import path from 'node:path'

export const root = path.resolve(import.meta.dirname, '../..')
/** Kept between rehearsals: the base image and what was built on it. */
export const cache = path.join(root, '.cache/rehearsal')
export const domain = 'soroka.test'
export const version = 'rehearsal'

/** podman and buildah of a rehearsal share this place and nothing with the machine's own. */
export const containerEnvironment = {
  ...process.env,
  CONTAINERS_CONF: path.join(cache, 'containers.conf'),
  CONTAINERS_STORAGE_CONF: path.join(cache, 'storage.conf'),
}
