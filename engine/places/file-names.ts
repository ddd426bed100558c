/** Names for files and folders out of what strangers call their pads: fit for every system, leading nowhere else. */

/** Bytes of UTF-8: a third of what file systems allow, so that an ending, a number and Windows' 260 signs of path fit. */
const LONGEST_BYTES = 80

// Devices on Windows, with any ending behind them.
const reserved = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:\s*\.|$)/i

/**
 * A name of at most 80 bytes without separators, signs that Windows refuses, invisible ones, dots or spaces at its
 * ends.
 * @param otherwise taken when nothing is left; must itself be a safe name
 */
export function safeFileName(text: string, otherwise: string): string {
  const signs = text
    .toWellFormed()
    .normalize('NFC')
    // Bidirectional and other invisible signs make one ending look like another.
    .replace(/[\p{Cf}\p{Co}\ufffd]/gu, '')
    .replace(/[<>:"/\\|?*\p{Cc}\s]+/gu, ' ')
  const name = trimmed(signs)
  const short = trimmed(shortened(reserved.test(name) ? `_${name}` : name))
  return short === '' ? otherwise : short
}

/** The name itself, or with a number behind it when it is taken; capitals make no difference, as on Windows. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  let free = name
  for (let number = 2; taken.has(free.toLowerCase()); number++) free = `${name} ${number}`
  return free
}

/** A dot in front hides it, one behind is dropped by Windows, a dash in front looks like an option. */
function trimmed(name: string): string {
  return name.replace(/^[\s.\-~]+|[\s.]+$/g, '')
}

function shortened(name: string): string {
  let bytes = 0
  let kept = ''
  for (const sign of name) {
    bytes += Buffer.byteLength(sign)
    if (bytes > LONGEST_BYTES) break
    kept += sign
  }
  return kept
}

/** The day here, as people name their folders. */
export function localDay(now: Date): string {
  const two = (number: number) => String(number).padStart(2, '0')
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`
}
