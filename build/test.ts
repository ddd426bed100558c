/** `npm test`: what it needs, the checks, the build, then all tests. Ends with `N passed, N failed`. */
import { installWorld } from '../test/world/install.ts'
import {
  addSystemPackage,
  browserPackages,
  ensureSystemPackages,
  nativeClientPackages,
  processPackages,
  serverPackages,
  soundPackages,
  trixiePackages,
  windowlessBrowser,
} from '../test/world/system-packages.ts'
import { ensureTrixie } from '../test/world/trixie.ts'
import { whyNot } from '../test/world/why-not.ts'
import { buildApp, run } from './app-build.ts'
import { check } from './check.ts'
import { pageFolder } from './places.ts'

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
  await addSystemPackage(windowlessBrowser, 'to try pages in less time')
  // Much of this waits for the network, so all goes on at once; none is left half-done when another fails.
  const parts = [installWorld().then(check), buildApp(), whyNot(ensureTrixie)]
  await Promise.allSettled(parts)
  await Promise.all(parts)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  console.log('0 passed, 1 failed')
  process.exit(1)
}
// The tests of the page need not build it again, each file for itself.
process.env.CHATIERE_BUILT_PAGE = pageFolder
await run('vitest', ['run', ...process.argv.slice(2)]).catch(() => {
  process.exitCode = 1
})
