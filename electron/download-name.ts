/** What a file from a stranger may be called on this computer. Pure: tested row by row. */
import { oneLine } from './one-line.ts'

/** File systems take 255 bytes; the rest is for " (99)" and Chromium's own ending while it loads. */
const LONGEST_BYTES = 200

/** An ending is a word; what is longer is part of the name. In bytes. */
const LONGEST_ENDING = 20

/** Windows gives these to devices, whatever comes after the dot (Microsoft, "Naming Files, Paths, and Namespaces"). */
const DEVICES = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)$/i

/** What runs, installs or opens something when it is opened, on one system or another. */
const PROGRAMS = new Set(
  (
    'exe msi msix appx com scr pif bat cmd ps1 psm1 vbs vbe js jse mjs wsf wsh hta cpl dll reg lnk url inf scf ' +
    'jar jnlp iso img vhd vhdx app dmg pkg command tool workflow terminal webloc sh bash zsh run bin desktop ' +
    'appimage deb rpm flatpakref snap apk py pyw pl rb'
  ).split(' '),
)

/** A plain name without a folder, with its ending kept. Never empty. */
export function safeFileName(said: string): string {
  const last = said.slice(-4096).split(/[/\\]/).at(-1) ?? ''
  const plain = oneLine(last, 1000)
    .replace(/[<>:"|?*\p{Cf}]/gu, '_')
    // A hidden file, or an option on a command line.
    .replace(/^[.\s-]+/, '')
    // Windows drops these, and the ending with them.
    .replace(/[.\s]+$/, '')
  const { stem, ending } = parted(plain)
  const base = DEVICES.test(stem.split('.')[0]?.trim() ?? '') ? `_${stem}` : stem
  return cutBytes(base === '' ? 'file' : base, LONGEST_BYTES - byteLength(ending)) + ending
}

/** The name, or with the first number that `taken` does not know: `notes (2).txt`. */
export function freeName(name: string, taken: (name: string) => boolean): string {
  if (!taken(name)) return name
  const { stem, ending } = parted(name)
  for (let i = 2; ; i += 1) {
    const next = `${stem} (${i})${ending}`
    if (!taken(next)) return next
  }
}

/** Would opening this file start something? By its ending alone. */
export function isProgram(name: string): boolean {
  return PROGRAMS.has(parted(name).ending.slice(1).toLowerCase())
}

/** `stem` and `.ending`, the latter empty when there is none. */
function parted(name: string): { stem: string; ending: string } {
  const dot = name.lastIndexOf('.')
  const ending = dot > 0 ? name.slice(dot) : ''
  if (ending.length < 2 || byteLength(ending) > LONGEST_ENDING || /\s/.test(ending)) {
    return { stem: name, ending: '' }
  }
  // "archive.tar.gz" stays whole when it is numbered
  const tar = name.slice(0, dot).endsWith('.tar') ? '.tar' : ''
  return { stem: name.slice(0, dot - tar.length), ending: tar + ending }
}

function byteLength(text: string): number {
  return Buffer.byteLength(text)
}

function cutBytes(text: string, most: number): string {
  let cut = ''
  let bytes = 0
  for (const character of text) {
    bytes += byteLength(character)
    if (bytes > most) return cut.trimEnd()
    cut += character
  }
  return cut
}
