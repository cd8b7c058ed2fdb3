import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39'
import { wordlist } from '@scure/bip39/wordlists/english.js'
import type { Bytes } from '@soroka/protocol/bytes'
import { randomBytes } from '../primitives/random.ts'

const WORDS = 24

/** Why a text holds no recovery key. `at` counts words from 1; the words themselves are never repeated in an error. */
export type RecoveryProblem =
  | { readonly problem: 'word_count'; readonly found: number }
  | { readonly problem: 'unknown_word'; readonly at: number }
  | { readonly problem: 'checksum' }

export type ParsedRecovery = { readonly ok: true; readonly key: Bytes } | ({ readonly ok: false } & RecoveryProblem)

/** 256 random bits. */
export function createRecoveryKey(): Bytes {
  return randomBytes(32)
}

/** The key as 24 English words (BIP 39). */
export function recoveryWords(key: Uint8Array): string[] {
  return entropyToMnemonic(key, wordlist).split(' ')
}

/** The key as a text file for safekeeping; parseRecovery reads it back. `note` lines are the caller's, in his language. */
export function recoveryFile(key: Uint8Array, note: readonly string[]): string {
  const words = recoveryWords(key)
  const rows = Array.from({ length: 6 }, (_, row) =>
    words
      .slice(row * 4, row * 4 + 4)
      .map((word, i) => `${row * 4 + i + 1}. ${word}`)
      .join('  '),
  )
  return [...note.map((line) => `# ${line}`), '', ...rows, ''].join('\n')
}

/** Reads typed words or the file: case, numbering, punctuation and lines that begin with # don't matter. */
export function parseRecovery(text: string): ParsedRecovery {
  const lines = text.split(/\r?\n/).filter((line) => !line.trimStart().startsWith('#'))
  const words =
    lines
      .join(' ')
      .normalize('NFKD')
      .toLowerCase()
      .match(/\p{L}+/gu) ?? []
  if (words.length !== WORDS) return { ok: false, problem: 'word_count', found: words.length }
  const unknown = words.findIndex((word) => !wordlist.includes(word))
  if (unknown >= 0) return { ok: false, problem: 'unknown_word', at: unknown + 1 }
  try {
    return { ok: true, key: new Uint8Array(mnemonicToEntropy(words.join(' '), wordlist)) }
  } catch {
    return { ok: false, problem: 'checksum' }
  }
}
