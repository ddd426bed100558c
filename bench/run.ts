/** `npm run bench -- NAME [--json]`: measures one thing beside a peer; the last line is one JSON object. */
import { readdirSync } from 'node:fs'

const names = readdirSync(import.meta.dirname)
  .map(file => file.match(/^(.+)\.bench\.ts$/)?.[1])
  .filter(name => name !== undefined)
const [name = ''] = process.argv.slice(2).filter(argument => !argument.startsWith('--'))

if (!names.includes(name)) {
  console.error(`Say which: npm run bench -- ${names.join(' | ')} [--json]`)
  process.exit(1)
}
// With --json nothing but the result goes to standard output.
const quiet = process.argv.includes('--json')
const say = (line: string) => (quiet ? console.error(line) : console.log(line))
const { default: measure } = (await import(`./${name}.bench.ts`)) as Bench
console.log(JSON.stringify(await measure(say)))
process.exit(0)

interface Bench {
  readonly default: (say: (line: string) => void) => Promise<object>
}
