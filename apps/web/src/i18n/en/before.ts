// Words of the page on which an account is made: who may come.
import door from './door.json'
import link from './link.json'

export const texts = { door, link }
