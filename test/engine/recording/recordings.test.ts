import { mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ProblemError } from '../../../bridge/problems.ts'
import { Recordings } from '../../../engine/recording/recordings.ts'
import { fileManagerCommand } from '../../../engine/recording/show-in-folder.ts'
import { readOgg } from './ogg.ts'
import { cluster, packet, webmHead } from './webm.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chatiere-recordings-'))
})
afterEach(() => rm(folder, { recursive: true }))

/** A flag that remembers in which order it was told what. */
function flagDouble(told: string[] = [], refuses: ProblemError | null = null) {
  const flag = {
    isUp: false,
    raise: async () => {
      told.push('raised')
      if (refuses !== null) throw refuses
      flag.isUp = true
    },
    lower: () => {
      if (flag.isUp) told.push('lowered')
      flag.isUp = false
    },
  }
  return flag
}

const piece = (bytes: Uint8Array, first = false) => ({ data: Buffer.from(bytes).toString('base64'), first })
const seconds = (from: number) => Array.from({ length: 50 }, (_, index) => packet(from + index))
const problemOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    error => (error as ProblemError).problem.code,
  )
const packetsIn = async (file: string) =>
  readOgg(await readFile(file))
    .pages.slice(2)
    .flatMap(page => page.packets.map(each => [...each]))

describe('a recording', () => {
  it('is announced, kept in order, and ends as a whole file', async () => {
    const told: string[] = []
    const recordings = new Recordings({ flag: flagDouble(told), folder: join(folder, 'new', 'deep') })
    const { file } = await recordings.start('Café / du: lundi')
    expect(file).toMatch(/new.deep.\d{4}-\d\d-\d\d \d\dh\d\d Café du lundi\.ogg$/)
    const kept = await Promise.all([
      recordings.keep(piece(Buffer.concat([webmHead(), cluster(seconds(0))]), true)),
      recordings.keep(piece(cluster(seconds(50)))),
    ])
    expect(kept.map(({ durationMs, paused }) => [durationMs, paused])).toEqual([
      [1000, false],
      [2000, false],
    ])
    const ended = await recordings.stop()
    expect(ended).toMatchObject({ file, durationMs: 2000 })
    expect((await readFile(file)).length).toBeGreaterThan(kept[1]?.bytes ?? 0)
    expect(await packetsIn(file)).toEqual([...seconds(0), ...seconds(50)].map(each => [...each]))
    expect(told).toEqual(['raised', 'lowered'])
    expect(await recordings.stop()).toBeNull()
  })

  it('goes on in the same file when the sound is opened anew', async () => {
    const recordings = new Recordings({ flag: flagDouble(), folder })
    const { file } = await recordings.start('x')
    // The recorder before ended in the middle of a block.
    await recordings.keep(
      piece(Buffer.concat([webmHead(), cluster(seconds(0)), Buffer.of(0xa3, 0x90, 1)]), true),
    )
    await recordings.keep(piece(Buffer.concat([webmHead(), cluster(seconds(50))]), true))
    await recordings.stop()
    expect(await packetsIn(file)).toHaveLength(100)
  })

  it('keeps nothing while not everybody knows of it', async () => {
    const flag = flagDouble()
    const recordings = new Recordings({ flag, folder })
    const { file } = await recordings.start('x')
    await recordings.keep(piece(Buffer.concat([webmHead(), cluster(seconds(0))]), true))
    flag.isUp = false
    expect(await recordings.keep(piece(cluster(seconds(50))))).toMatchObject({
      durationMs: 1000,
      paused: true,
    })
    flag.isUp = true
    expect(await recordings.keep(piece(cluster(seconds(100))))).toMatchObject({
      durationMs: 2000,
      paused: false,
    })
    await recordings.stop()
    expect(await packetsIn(file)).toEqual([...seconds(0), ...seconds(100)].map(each => [...each]))
  })

  it('leaves no file where it is refused, and none where nothing was said', async () => {
    const refused = new Recordings({ flag: flagDouble([], new ProblemError('recording-refused')), folder })
    expect(await problemOf(refused.start('x'))).toBe('recording-refused')
    const empty = new Recordings({ flag: flagDouble(), folder })
    await empty.start('x')
    expect(await empty.stop()).toMatchObject({ bytes: 0 })
    expect(await readdir(folder)).toEqual([])
  })

  it('writes over nothing, and takes nothing outside of one', async () => {
    const recordings = new Recordings({ flag: flagDouble(), folder })
    expect(await problemOf(recordings.keep(piece(webmHead(), true)))).toBe('recording-over')
    const { file } = await recordings.start('x')
    await recordings.keep(piece(Buffer.concat([webmHead(), cluster(seconds(0))]), true))
    const before = await recordings.start('x').then(next => next.file)
    expect(before).not.toBe(file)
    expect(await packetsIn(file)).toHaveLength(50)
    await recordings.stop()
  })

  it('ends with a problem when the disk refuses: what was written stays, and nobody is left in doubt', async () => {
    const told: string[] = []
    let room = 2
    const recordings = new Recordings({
      flag: flagDouble(told),
      folder,
      openFile: async file => {
        const handle = await open(file, 'ax')
        return {
          appendFile: async data => {
            if (room-- <= 0) throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' })
            await handle.appendFile(data)
          },
          close: () => handle.close(),
        }
      },
    })
    const { file } = await recordings.start('x')
    await recordings.keep(piece(Buffer.concat([webmHead(), cluster(seconds(0))]), true))
    await recordings.keep(piece(cluster(seconds(50))))
    expect(await problemOf(recordings.keep(piece(cluster(seconds(100)))))).toBe('disk-refused')
    expect(told).toEqual(['raised', 'lowered'])
    expect(await packetsIn(file)).toHaveLength(100)
    expect(await problemOf(recordings.keep(piece(cluster(seconds(150)))))).toBe('recording-over')
  })

  it('says so when there is no way to make its folder', async () => {
    await writeFile(join(folder, 'a-file'), '')
    const recordings = new Recordings({ flag: flagDouble(), folder: join(folder, 'a-file') })
    expect(await problemOf(recordings.start('x'))).toBe('disk-refused')
  })

  it('ends with a problem on what is no recording', async () => {
    const recordings = new Recordings({ flag: flagDouble(), folder })
    await recordings.start('x')
    expect(await problemOf(recordings.keep(piece(new Uint8Array(9), true)))).toBe('recording-impossible')
  })

  it('is shown where it lies, and only the last of our own', async () => {
    const shown: string[] = []
    const show = async (file: string) => shown.push(file) > 0
    const recordings = new Recordings({ flag: flagDouble(), folder, show })
    expect(await recordings.show()).toBe(false)
    const { file } = await recordings.start('x')
    expect(await recordings.show()).toBe(true)
    expect(shown).toEqual([file])
    await recordings.stop()
  })
})

it.each([
  ['win32', ['explorer.exe', '/select,"/a/b.ogg"']],
  ['darwin', ['open', '-R', '/a/b.ogg']],
  ['linux', ['xdg-open', '/a']],
] as const)('the file manager of %s is asked in its own way', (platform, command) => {
  expect(fileManagerCommand(platform, '/a/b.ogg')).toEqual(command)
})
