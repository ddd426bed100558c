import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/**
 * Side by side, one more than there are processors: what talks to real servers mostly waits. Beside browsers a test of ms
 * may wait for seconds.
 */
const together = {
  sequence: { groupOrder: 0 },
  maxWorkers: 1 + Math.max(2, availableParallelism()),
  testTimeout: 60_000,
}
/** After those: whole apps with their servers. While one starts a server, another's page can load. */
const inPairs = { sequence: { groupOrder: 1 }, maxWorkers: 2 }
/** Alone, one file after the other, in this turn: sound suffers beside anything else that runs. */
const alone = (turn: number) => ({ sequence: { groupOrder: turn }, fileParallelism: false })
/** What has a browser of its own, a mock that must reach nobody else, or measures memory: others leave theirs behind. */
const apart = [
  'test/renderer/{*-page,page,screens,launcher-screens,push-to-talk}.test.ts',
  'test/engine/framing.test.ts',
  'test/**/{allocation,long-capture,long-run}.test.ts',
]
/** Voice in a real browser, by its fake microphone: wants time, but not silence. */
const browserVoice = 'test/renderer/**/*.browser.test.ts'
/** Tests that listen to what comes out of a virtual cable. */
const listening = ['test/world/{cables,native-client}.test.ts', 'test/e2e/meeting.test.ts']
const patient = { testTimeout: 60_000, hookTimeout: 180_000 }

export default defineConfig({
  test: {
    // A machine that tests everything at once may starve a browser for seconds; by hand a test has one try.
    retry: process.env.CI === undefined ? 0 : 1,
    reporters: ['default', './test/closing-line.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          ...together,
          // One process for many files: starting one for each took two thirds of their time.
          isolate: false,
          include: ['test/{bridge,engine,browser,electron,renderer,build,bench}/**/*.test.{ts,tsx}'],
          exclude: [browserVoice, ...apart],
        },
      },
      {
        extends: true,
        test: { name: 'apart', ...together, include: apart },
      },
      {
        extends: true,
        test: { name: 'servers', ...together, ...patient, include: ['test/servers/**/*.test.ts'] },
      },
      {
        extends: true,
        test: {
          name: 'hostile',
          ...together,
          ...patient,
          testTimeout: 120_000,
          globalSetup: ['test/built-app.ts'],
          include: ['test/hostile/**/*.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'world',
          ...together,
          ...patient,
          include: ['test/world/*.test.ts'],
          exclude: listening,
        },
      },
      {
        extends: true,
        test: {
          name: 'people',
          ...inPairs,
          ...patient,
          globalSetup: ['test/built-app.ts'],
          testTimeout: 120_000,
          include: ['test/e2e/**/*.test.ts', browserVoice],
          exclude: listening,
        },
      },
      {
        extends: true,
        test: {
          name: 'sound',
          ...alone(2),
          ...patient,
          testTimeout: 120_000,
          include: listening,
        },
      },
    ],
  },
})
