import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { findProgram, run } from './programs.ts'

/** Debian packages of the audio server. */
export const serverPackages = ['mumble-server']
/** Debian packages of virtual sound devices and of made speech. */
export const soundPackages = ['pulseaudio', 'pulseaudio-utils', 'espeak-ng', 'sox']
/** Debian packages of a browser and of a screen nobody looks at. */
export const browserPackages = ['chromium', 'xvfb']
/** The same browser without a window, where Debian has it: pages are tried with a third less work (Ubuntu has none). */
export const windowlessBrowser = 'chromium-headless-shell'
/** Debian packages that tell which programs run. */
export const processPackages = ['procps']
/** Debian packages of the native client, the peer of our benches. */
export const nativeClientPackages = ['mumble', 'xvfb', 'openssl']
/** Debian packages that fetch the folder of the newer Debian release (see trixie.ts). */
export const trixiePackages = ['debootstrap']

/** What each package is used for, by command: any one of a package's names will do. */
const commandsOf: Record<string, string[]> = {
  'mumble-server': ['mumble-server', 'murmurd'],
  pulseaudio: ['pulseaudio'],
  'pulseaudio-utils': ['pactl'],
  'espeak-ng': ['espeak-ng'],
  sox: ['sox'],
  chromium: ['chromium', 'chromium-browser', 'google-chrome'],
  xvfb: ['Xvfb'],
  procps: ['ps'],
  mumble: ['mumble'],
  openssl: ['openssl'],
  debootstrap: ['debootstrap'],
}

/** The message is what the person has to do, in one line. */
export class MissingPackages extends Error {
  override name = 'MissingPackages'
}

/**
 * Makes sure that the named Debian packages are there. As root on Debian or Ubuntu it installs what is missing,
 * after saying what and why; elsewhere it only looks.
 * @param reason ends the sentence "needed ...", e.g. "to run the tests against a real Mumble server".
 * @throws MissingPackages when something is missing and can't be installed from here. Let it end the program (code 1), or print its message; tests skip with it.
 */
export async function ensureSystemPackages(names: string[], reason: string): Promise<void> {
  const onDebian = findProgram('dpkg-query') !== undefined && findProgram('apt-get') !== undefined
  const missing = onDebian ? await missingFromDpkg(names) : names.filter(name => !commandIsThere(name))
  if (missing.length === 0) return

  if (!onDebian)
    throw new MissingPackages(`Install what gives these commands, needed ${reason}: ${commands(missing)}`)
  const install = `apt-get install --no-install-recommends ${missing.join(' ')}`
  if (process.getuid?.() !== 0) throw new MissingPackages(`sudo ${install}   # needed ${reason}`)

  console.log(`Installing ${missing.join(', ')} (Debian packages), needed ${reason}`)
  await aptGet(['update'])
  await withoutStartingServices(() => aptGet(['install', '--yes', '--no-install-recommends', ...missing]))
}

/** Adds a Debian package that makes things quicker, where this system knows it and we may; else all goes on without. */
export async function addSystemPackage(name: string, reason: string): Promise<void> {
  if (process.getuid?.() !== 0 || findProgram('apt-get') === undefined || commandIsThere(name)) return
  const known = await run('apt-cache', ['show', name]).then(
    () => true,
    () => false,
  )
  if (!known) return
  console.log(`Installing ${name} (Debian package), ${reason}`)
  await aptGet(['install', '--yes', '--no-install-recommends', name]).catch(error => {
    console.log(`It goes on without: ${error.message}`)
  })
}

function commandIsThere(name: string): boolean {
  return (commandsOf[name] ?? [name]).some(command => findProgram(command) !== undefined)
}

function commands(names: string[]): string {
  return names.map(name => (commandsOf[name] ?? [name]).join(' or ')).join(', ')
}

/** A package whose program is there from elsewhere (e.g. another browser) is not missing either. */
async function missingFromDpkg(names: string[]): Promise<string[]> {
  const installed = await Promise.all(names.map(isInstalled))
  return names.filter((name, at) => installed[at] !== true && !commandIsThere(name))
}

async function isInstalled(name: string): Promise<boolean> {
  try {
    const { stdout } = await run('dpkg-query', ['--status', name])
    return /^Status: .* installed$/m.test(stdout)
  } catch {
    // dpkg-query fails for a package it has never heard of.
    return false
  }
}

/** Runs apt-get with its own output on ours: a download is long and its errors are worth reading. */
function aptGet(args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('apt-get', ['-q', ...args], {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
    child.once('error', reject)
    child.once('exit', code => {
      if (code === 0) resolve()
      else reject(new Error(`apt-get ${args.join(' ')} ended with code ${code}`))
    })
  })
}

/** Debian starts a server when it installs one; ours are started by hand, so nothing may open a port by itself. */
async function withoutStartingServices(install: () => Promise<void>): Promise<void> {
  const policy = '/usr/sbin/policy-rc.d'
  if (existsSync(policy)) return install()
  // 101 = "action forbidden by policy" in Debian's invoke-rc.d.
  await writeFile(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  try {
    await install()
  } finally {
    await rm(policy, { force: true })
  }
}
