/**
 * Runs `settle` again whenever asked, never twice at a time: a burst of device events ends in the state
 * that the last of them asks for. What `settle` throws goes to `failed`.
 */
export function settling(settle: () => Promise<void>, failed: (error: unknown) => void): () => void {
  let running = false
  let again = false
  async function run(): Promise<void> {
    running = true
    while (again) {
      again = false
      await settle().catch(failed)
    }
    running = false
  }
  return () => {
    again = true
    if (!running) void run()
  }
}
