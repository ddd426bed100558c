/** All that can be said of the code without running it: types of every room, lint, format, dead code. */
import { run } from './app-build.ts'

export async function check(): Promise<void> {
  for (const room of ['.', 'bridge', 'renderer', 'electron', 'test/e2e', 'test/hostile'])
    await run('tsc', ['-p', room])
  await run('biome', ['ci', '--reporter=summary'])
  await run('knip', ['--no-progress'])
}

if (import.meta.main) {
  await check().catch(error => {
    console.error(error.message)
    process.exitCode = 1
  })
}
