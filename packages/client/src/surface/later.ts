import { SorokaError } from '@soroka/protocol'

/** Stands where a verb is about to come. */
export const later = async (): Promise<never> => {
  throw new SorokaError('UNAVAILABLE')
}
