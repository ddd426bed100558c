/** A process of its own that keeps a recording, to be killed: a piece a line comes in, a line of progress goes out. */
import { createInterface } from 'node:readline'
import { Recordings } from '../../../engine/recording/recordings.ts'

const folder = process.argv[2] ?? ''
const flag = { isUp: true, raise: async () => {}, lower: () => {} }
const recordings = new Recordings({ flag, folder })
const { file } = await recordings.start('Café du lundi')
console.log(JSON.stringify({ file }))
for await (const line of createInterface({ input: process.stdin })) {
  const kept = line === 'stop' ? await recordings.stop() : await recordings.keep(JSON.parse(line))
  console.log(JSON.stringify(kept))
}
