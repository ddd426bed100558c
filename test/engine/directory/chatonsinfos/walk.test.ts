import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Progress, type Tree, walkTree } from '../../../../engine/directory/chatonsinfos/walk.ts'
import { deadOrigin, type HttpDouble } from '../doubles.ts'
import { federation, organization, service, startTree, type TreeFile } from './tree.ts'

const doubles: HttpDouble[] = []
afterEach(async () => {
  await Promise.all(doubles.splice(0).map(double => double.stop()))
})

async function walk(files: Readonly<Record<string, TreeFile>>, options?: Parameters<typeof walkTree>[1]) {
  const double = await startTree(files)
  doubles.push(double)
  return { tree: await walkTree(`${double.origin}/root`, options), ...double }
}
const outline = (tree: Tree) =>
  tree.organizations.map(({ organization: { name }, services }) => [
    name,
    services.map(({ address }) => address),
  ])
const reasons = (tree: Tree) => tree.report.dropped.map(({ what, why }) => `${what} ${why}`)
/** An organisation with one pad, and beside it this child of the federation. */
const withGood = (child: string, files: Readonly<Record<string, TreeFile>> = {}) => ({
  '/root': federation([child, '{}/good']),
  '/good': organization('Good', ['{}/good-pad']),
  '/good-pad': service('https://pad.good.example/', 'Etherpad'),
  ...files,
})
const good = ['Good', ['https://pad.good.example/']]

describe('walking the tree', () => {
  test('federation, organisations, services, in the order of their lines, and nothing else is asked for', async () => {
    const { tree, asked } = await walk({
      '/root': federation(['{}/b', '{}/a']),
      '/a': organization('A', ['{}/a-pad']),
      '/b': organization('B', ['{}/b-poll', '{}/b-pad']),
      // The first answers last: the order is that of the lines.
      '/b-poll': response => {
        setTimeout(() => response.end(service('https://poll.example/', 'Framadate').join('\n')), 60)
      },
      '/b-pad': service('https://pad.example/', 'Etherpad'),
      '/a-pad': service('https://a.example/', 'Etherpad'),
      '/organization.properties': organization('Guessed', []),
    })
    expect([tree.federation, outline(tree)]).toEqual([
      'CHATONS',
      [
        ['B', ['https://poll.example/', 'https://pad.example/']],
        ['A', ['https://a.example/']],
      ],
    ])
    expect(asked.toSorted()).toEqual(['/a', '/a-pad', '/b', '/b-pad', '/b-poll', '/root'])
    expect(tree.report.dropped).toEqual([])
  })

  test('a tree of one organisation, and a federation of federations', async () => {
    expect(outline((await walk({ '/root': organization('Alone', []) })).tree)).toEqual([['Alone', []]])
    const files = {
      '/root': federation(['{}/sub']),
      '/sub': federation(['{}/a']),
      '/a': organization('A', []),
    }
    expect(outline((await walk(files)).tree)).toEqual([['A', []]])
  })

  test('a class that is not told follows from the sections', async () => {
    const { tree } = await walk({
      '/root': ['federation.name = CHATONS', 'subs.a = {}/a'],
      '/a': ['organization.name = A', 'subs.s = {}/s'],
      '/s': ['service.website = https://pad.example/', 'software.name = Etherpad'],
    })
    expect(outline(tree)).toEqual([['A', ['https://pad.example/']]])
  })

  test('progress tells how far it is', async () => {
    const seen: Progress[] = []
    await walk(withGood('{}/gone'), { onProgress: progress => seen.push(progress) })
    expect(seen.map(({ done }) => done)).toEqual([1, 2, 3, 4])
    expect(seen.at(-1)).toMatchObject({ done: 4, known: 4 })
  })
})

describe('one host’s trouble is told, and the others are read', () => {
  const answer =
    (text: string, status = 200) =>
    (response: Parameters<Extract<TreeFile, (r: never) => void>>[0]) =>
      void response.writeHead(status).end(text)

  test.each<[string, TreeFile | null, string]>([
    ['gone', null, 'file not-found'],
    ['forbidden', answer('no', 403), 'file http-error'],
    ['broken', answer('oops', 500), 'file http-error'],
    ['hung up on', response => response.destroy(), 'file broken'],
    ['silent', () => {}, 'file silent'],
    [
      'half sent, then silent',
      response => void response.writeHead(200).write('file.class = Organi'),
      'file silent',
    ],
    ['endless', response => void response.writeHead(200).write('x'.repeat(300_000)), 'file too-large'],
    ['a page', answer('<!DOCTYPE html>\n<title>file.class = Organization</title>'), 'file not-properties'],
    ['empty', [''], 'file not-properties'],
    ['a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10), 'file not-properties'],
    ['of no class', ['metrics.x = 1'], 'file no-class'],
    ['of an unheard class', ['file.class = Chaton'], 'file no-class'],
    [
      'a service without its organisation',
      service('https://pad.example/', 'Etherpad'),
      'file class-unexpected',
    ],
    ['a device', ['file.class = Device'], 'file class-unexpected'],
    ['without a name', ['file.class = Organization'], 'organization no-name'],
    [
      'redirected into a private network',
      response => void response.writeHead(302, { location: 'http://10.0.0.1/' }).end(),
      'file private-address',
    ],
    [
      'redirected to a file',
      response => void response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
      'file unsafe-address',
    ],
    [
      'redirected in a circle',
      response => void response.writeHead(302, { location: '/bad' }).end(),
      'file redirects',
    ],
    [
      'redirected to the root',
      response => void response.writeHead(302, { location: '/root' }).end(),
      'file cycle',
    ],
    [
      'redirected to another one',
      response => void response.writeHead(302, { location: '/good' }).end(),
      'file duplicate',
    ],
  ])('%s', async (_, file, reason) => {
    const files = withGood('{}/bad', file === null ? {} : { '/bad': file })
    const { tree } = await walk(files, { limits: { msPerFile: 1500, atOnce: 1 } })
    // Redirected to the good one, it stands for it.
    expect(outline(tree)).toEqual([good])
    expect(reasons(tree)).toEqual([reason])
  })

  test.each([
    ['javascript:alert(1)', 'unsafe-address'],
    ['file:///etc/passwd', 'unsafe-address'],
    ['ftp://x.example/', 'unsafe-address'],
    ['https://user:word@x.example/', 'unsafe-address'],
    ['mumble://x.example', 'unsafe-address'],
    ['/etc/passwd', 'address-unreadable'],
    ['../good', 'address-unreadable'],
    ['good.properties', 'address-unreadable'],
    ['http://10.0.0.1/', 'private-address'],
    ['http://169.254.169.254/latest', 'private-address'],
    ['http://nas.local/', 'private-address'],
  ])('a child at %s is not asked for: %s', async (child, why) => {
    const { tree } = await walk(withGood(child))
    expect(outline(tree)).toEqual([good])
    expect(tree.report.dropped).toMatchObject([{ what: 'file', why, detail: child }])
  })

  test('nobody there', async () => {
    const { tree } = await walk(withGood(`${await deadOrigin()}/x`))
    expect([outline(tree), reasons(tree)]).toEqual([[good], ['file refused']])
  })

  test('a root that is gone is an empty tree with a reason', async () => {
    const tree = await walkTree(`${await deadOrigin()}/root`)
    expect([tree.organizations, tree.federation, reasons(tree)]).toEqual([[], null, ['file refused']])
  })

  test('a public root leads nobody to this computer', async () => {
    const tree = await walkTree('http://user:word@127.0.0.1/')
    expect(reasons(tree)).toEqual(['file unsafe-address'])
    expect(reasons(await walkTree('http://192.168.0.1/root'))).toEqual(['file private-address'])
  })

  test('values that cannot be read are told, the rest is used', async () => {
    const { tree } = await walk({
      '/root': organization(
        'A',
        ['{}/s'],
        ['organization.startdate = hier', 'organization.website = javascript:x'],
      ),
      '/s': service('https://pad.example/', 'Etherpad', [
        'host.provider.type = CAVE',
        'service.startdate = 1/2/2020',
      ]),
    })
    expect(tree.organizations[0]).toMatchObject({
      organization: { since: null, website: null },
      services: [{ since: '2020-02-01' }],
    })
    expect(tree.report.dropped.map(({ detail }) => detail)).toEqual([
      'organization.website = javascript:x',
      'organization.startdate = hier',
      'host.provider.type = CAVE',
    ])
  })

  test('a service is of no use without an address to open', async () => {
    const { tree } = await walk({
      '/root': organization('A', ['{}/none', '{}/script', '{}/inside']),
      '/none': ['file.class = Service', 'service.name = Pads'],
      '/script': service('javascript:alert(1)', 'Etherpad'),
      '/inside': service('http://192.168.1.1/', 'Etherpad'),
    })
    expect(reasons(tree)).toEqual(['service no-address', 'service unsafe-address', 'service private-address'])
  })
})

describe('a tree that wants too much', () => {
  test('leads back to itself', async () => {
    const { tree, asked } = await walk({
      '/root': federation(['{}/root', '{}/sub', '{}/root#again']),
      '/sub': federation(['{}/root', '{}/sub', '{}/a']),
      '/a': organization('A', ['{}/sub']),
    })
    expect([outline(tree), asked.length]).toEqual([[['A', []]], 3])
    expect(tree.report.counts).toEqual({ cycle: 5 })
  })

  test('has a thousand entries for one file', async () => {
    const { tree, asked } = await walk({
      '/root': federation(Array.from({ length: 1000 }, () => '{}/a')),
      '/a': organization('A', []),
    })
    expect([outline(tree), asked.length, tree.report.counts]).toEqual([[['A', []]], 2, { duplicate: 999 }])
    expect(tree.report.dropped).toHaveLength(200)
  })

  test('is too deep, too wide, or has too many files', async () => {
    const levels: Record<string, TreeFile> = { '/root': federation(['{}/1']) }
    for (let level = 1; level < 20; level++) levels[`/${level}`] = federation([`{}/${level + 1}`])
    const bottom = await walk(levels)
    expect([bottom.asked.length, bottom.tree.report.counts]).toEqual([5, { 'too-deep': 1 }])

    const wide = {
      '/root': federation(Array.from({ length: 30 }, (_, index) => `{}/${index}`)),
      ...Object.fromEntries(
        Array.from({ length: 30 }, (_, index) => [`/${index}`, organization(`O${index}`, [])]),
      ),
    }
    const narrow = await walk(wide, { limits: { childrenPerFile: 10 } })
    expect([narrow.tree.organizations.length, narrow.tree.report.counts]).toEqual([
      10,
      { 'too-many-files': 20 },
    ])
    const few = await walk(wide, { limits: { files: 5 } })
    expect([few.tree.filesRead, few.tree.report.counts]).toEqual([5, { 'too-many-files': 26 }])
  })

  test('takes too long in all', async () => {
    const { tree } = await walk(withGood('{}/slow', { '/slow': () => {} }), {
      limits: { msInAll: 1500, atOnce: 1 },
    })
    expect([outline(tree), tree.report.counts]).toEqual([[], { silent: 1, 'out-of-time': 1 }])
  })
})

describe('a tree on this computer', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chatiere-test-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))
  const put = (name: string, lines: readonly string[]) => writeFileSync(join(folder, name), lines.join('\n'))

  test('is read by relative paths, and by addresses of the web', async () => {
    const double = await startTree({
      '/b': organization('B', ['/etc/passwd', 'file.properties', '{}/b-pad']),
      '/b-pad': service('https://b.example/', 'Etherpad'),
    })
    doubles.push(double)
    mkdirSync(join(folder, 'tree', 'a'), { recursive: true })
    put('tree/root.properties', federation(['a/a.properties', `${double.origin}/b`]))
    put('tree/a/a.properties', organization('A', ['../pad.properties', './gone.properties']))
    put('tree/pad.properties', service('https://a.example/', 'Etherpad'))
    const tree = await walkTree(join(folder, 'tree', 'root.properties'))
    expect(outline(tree)).toEqual([
      ['A', ['https://a.example/']],
      ['B', ['https://b.example/']],
    ])
    // What comes from the web does not lead to files of ours.
    expect(reasons(tree).toSorted()).toEqual([
      'file address-unreadable',
      'file address-unreadable',
      'file not-found',
    ])
  })

  test('ends at its own folder, whatever leads out of it', async () => {
    mkdirSync(join(folder, 'tree'))
    put('secret.properties', organization('Secret', []))
    symlinkSync(join(folder, 'secret.properties'), join(folder, 'tree', 'link.properties'))
    put(
      'tree/root.properties',
      federation(['../secret.properties', join(folder, 'secret.properties'), 'link.properties']),
    )
    const tree = await walkTree(join(folder, 'tree', 'root.properties'))
    expect([outline(tree), tree.report.counts]).toEqual([[], { 'outside-folder': 2, duplicate: 1 }])
  })

  test('a folder, a pipe without end, a file too large and file: addresses are refused', async () => {
    mkdirSync(join(folder, 'folder'))
    put('large', ['x'.repeat(300_000)])
    put('root', federation(['folder', 'large', `file://${folder}/large`, 'C:\\large']))
    const tree = await walkTree(join(folder, 'root'))
    expect(reasons(tree).toSorted()).toEqual([
      'file file-unreadable',
      'file not-found',
      'file too-large',
      'file unsafe-address',
    ])
  })

  test('cannot be read at all', async () => {
    expect(reasons(await walkTree(join(folder, 'none')))).toEqual(['file not-found'])
  })
})
