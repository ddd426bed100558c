/** What is in a spreadsheet file, read as far as tests need it: the cells of the first sheet. */
import { inflateRawSync } from 'node:zlib'

export interface XlsxCell {
  /** Text, or a number as it is written. */
  readonly value: string
  /** Without "="; null where the value was typed. */
  readonly formula: string | null
}

/** By name, such as "B3"; empty cells are left out. @throws when the bytes are no XLSX file. */
export function readXlsx(file: Buffer): Record<string, XlsxCell> {
  const parts = readZip(file)
  const sheet = parts.get('xl/worksheets/sheet1.xml')?.toString()
  if (sheet === undefined) throw new Error(`no sheet among ${[...parts.keys()].join(', ')}`)
  const strings = textsIn(parts.get('xl/sharedStrings.xml')?.toString() ?? '', /<si>(.*?)<\/si>/gs)
  const cells: Record<string, XlsxCell> = {}
  for (const [, attributes = '', content = ''] of sheet.matchAll(/<c ([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)) {
    const name = attributes.match(/\br="([A-Z]+\d+)"/)?.[1]
    const [raw] = textsIn(content, /<v>(.*?)<\/v>/gs)
    if (name === undefined || raw === undefined) continue
    const value = /\bt="s"/.test(attributes) ? (strings[Number(raw)] ?? '') : raw
    cells[name] = { value, formula: textsIn(content, /<f>(.*?)<\/f>/gs)[0] ?? null }
  }
  return cells
}

function textsIn(xml: string, element: RegExp): string[] {
  return [...xml.matchAll(element)].map(([, content = '']) => unescaped(content.replace(/<[^>]*>/g, '')))
}

const entities: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }

function unescaped(xml: string): string {
  return xml.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return entities[name] ?? whole
    return String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16))
  })
}

/** By path. Offsets after PKWARE's APPNOTE 4.3.7 (local header), 4.3.12 (directory entry), 4.3.16 (its end). */
function readZip(file: Buffer): Map<string, Buffer> {
  const end = file.lastIndexOf('PK\x05\x06', undefined, 'latin1')
  if (end === -1) throw new Error('no ZIP file')
  const files = new Map<string, Buffer>()
  let at = file.readUInt32LE(end + 16)
  for (let left = file.readUInt16LE(end + 10); left > 0; left--) {
    if (file.toString('latin1', at, at + 4) !== 'PK\x01\x02') throw new Error('a broken ZIP directory')
    const method = file.readUInt16LE(at + 10)
    const size = file.readUInt32LE(at + 20)
    const nameLength = file.readUInt16LE(at + 28)
    const local = file.readUInt32LE(at + 42)
    const begin = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28)
    const packed = file.subarray(begin, begin + size)
    files.set(
      file.toString('utf8', at + 46, at + 46 + nameLength),
      method === 0 ? packed : inflateRawSync(packed),
    )
    at += 46 + nameLength + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32)
  }
  return files
}
