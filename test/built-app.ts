/** Before tests that share the built app and run side by side: else one would read what another is writing. */
import { buildApp } from '../build/app-build.ts'

export default async function setUp(): Promise<void> {
  await buildApp()
}
