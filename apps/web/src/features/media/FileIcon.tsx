import { IconFile, IconFileMusic, IconFileText, IconFileTypePdf, IconFileZip, IconPhoto } from '@tabler/icons-react'

const kinds: [RegExp, typeof IconFile][] = [
  [/\.pdf$/i, IconFileTypePdf],
  [/\.(zip|7z|rar|tar|gz|bz2|xz)$/i, IconFileZip],
  [/\.(txt|md|docx?|odt|rtf|pages)$/i, IconFileText],
  [/\.(mp3|ogg|opus|flac|wav|m4a|aac)$/i, IconFileMusic],
  [/\.(jpe?g|png|webp|gif|heic|svg|tiff?)$/i, IconPhoto],
]

/** What a file is, by the end of its name: a hint for the eye. */
export function FileIcon({ name, size = 24 }: { name: string; size?: number }) {
  const Kind = kinds.find(([end]) => end.test(name))?.[1] ?? IconFile
  return <Kind size={size} stroke={1.8} aria-hidden />
}
