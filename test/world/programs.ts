import { type ExecFileOptions, execFile } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Where a program is, on PATH or in the folders of system programs that a plain user's PATH leaves out. */
export function findProgram(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin']
  return folders.map(folder => join(folder, name)).find(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/**
 * Runs a program to its end; `input` goes to its standard input.
 * @returns what it wrote to standard output, and after it what it wrote to standard error.
 * @throws when it ends with another code than 0; the message holds what it wrote to standard error.
 */
export function run(
  command: string,
  args: string[],
  options: ExecFileOptions & { input?: string } = {},
): Promise<{ stdout: string; stderr: string }> {
  const { input, ...rest } = options
  return new Promise((resolve, reject) => {
    const child = execFile(
      command,
      args,
      { ...rest, encoding: 'utf8', maxBuffer: 64 * 2 ** 20 },
      (error, stdout, stderr) => {
        if (error === null) resolve({ stdout, stderr })
        else reject(new Error(`${command} failed: ${stderr.trim() || error.message}`, { cause: error }))
      },
    )
    child.stdin?.on('error', () => undefined)
    child.stdin?.end(input)
  })
}
