export default function GifSearch(_: { onSendFile(file: never): void; onSearching(on: boolean): void }) {
  return null
}
