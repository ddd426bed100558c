/** Where this person's computer puts what is downloaded. */
import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** On Linux the desktop says so in a file of its own ("Téléchargements"); elsewhere the folder's name is fixed. */
export async function findDownloads(
  home = homedir(),
  configuration = process.env.XDG_CONFIG_HOME ?? join(home, '.config'),
): Promise<string> {
  const desktop = await readFile(join(configuration, 'user-dirs.dirs'), 'utf8').catch(() => '') // no desktop: no file
  const told = desktop.match(/^\s*XDG_DOWNLOAD_DIR="(\$HOME)?\/?([^"]+)"/m)
  if (told?.[2] === undefined) return join(home, 'Downloads')
  return told[1] === undefined ? `/${told[2]}` : join(home, told[2])
}
