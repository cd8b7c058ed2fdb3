/** Whether the server searches GIFs for its people. */
export function useGifSearch(): boolean {
  return false
}
