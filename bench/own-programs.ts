/**
 * Copies of programs for a measurement alone. Linux shares a program's pages among all that run it, and counts
 * each page as a part of one: another browser on this computer would make ours look smaller.
 */
import { cp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Debian's launcher says there where the browser itself is. */
const LAUNCHER_PLACE = 'LIBDIR=/usr/lib/$APPNAME'
const DEBIAN_FOLDER = '/usr/lib/chromium'

/** A copy of this Node in the folder; gives its path. */
export async function copyNode(folder: string): Promise<string> {
  const path = join(folder, 'node')
  await cp(process.execPath, path)
  return path
}

/**
 * A copy of Debian's Chromium, launcher and all, in the folder; gives the launcher's path.
 * @throws where the launcher is not Debian's
 */
export async function copyChromium(launcher: string, folder: string): Promise<string> {
  const script = await readFile(launcher, 'utf8')
  if (!script.includes(LAUNCHER_PLACE)) throw new Error(`${launcher} is not Debian's launcher of Chromium`)
  const program = join(folder, 'chromium')
  await cp(DEBIAN_FOLDER, program, { recursive: true })
  const copy = join(folder, 'chromium.sh')
  await writeFile(copy, script.replace(LAUNCHER_PLACE, `LIBDIR=${program}`), { mode: 0o755 })
  return copy
}
