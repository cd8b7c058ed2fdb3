/** The pack that comes with the product. */
export const ownPack = 'soroka'
