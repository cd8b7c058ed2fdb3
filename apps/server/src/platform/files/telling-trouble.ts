/** A way to run work of a place that keeps bytes: what fails there is thrown as `asTrouble` understands it. */
export function tellingTrouble(asTrouble: (error: unknown) => unknown) {
  return async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      throw asTrouble(error)
    }
  }
}
