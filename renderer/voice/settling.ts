/**
 * Runs `settle` again whenever asked, never twice at a time: a burst of device events ends in the state
 * that the last of them asks for. What `settle` throws goes to `failed`. The answer resolves when all is settled.
 */
export function settling(settle: () => Promise<void>, failed: (error: unknown) => void): () => Promise<void> {
  let running: Promise<void> | null = null
  let again = false
  async function run(): Promise<void> {
    while (again) {
      again = false
      await settle().catch(failed)
    }
    running = null
  }
  return () => {
    again = true
    running ??= run()
    return running
  }
}
