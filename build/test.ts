/** `npm test`: what it needs, the checks, the build, then all tests. Ends with `N passed, N failed`. */
import { installWorld } from '../test/world/install.ts'
import {
  browserPackages,
  ensureSystemPackages,
  nativeClientPackages,
  processPackages,
  serverPackages,
  soundPackages,
  trixiePackages,
} from '../test/world/system-packages.ts'
import { buildApp, run } from './app-build.ts'
import { check } from './check.ts'

try {
  const needed = [
    serverPackages,
    soundPackages,
    browserPackages,
    nativeClientPackages,
    trixiePackages,
    processPackages,
  ]
  await ensureSystemPackages(
    [...new Set(needed.flat())],
    'to run the tests against real servers and a real browser',
  )
  await installWorld()
  await check()
  await buildApp()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  console.log('0 passed, 1 failed')
  process.exit(1)
}
await run('vitest', ['run', ...process.argv.slice(2)]).catch(() => {
  process.exitCode = 1
})
