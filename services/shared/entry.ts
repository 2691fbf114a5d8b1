/** The very first step of a process. It imports nothing of the project, so a fault in any other file is caught here. */

/**
 * Loads the file that starts the process. Under pm2 an ES module that fails to load leaves the process "online" for
 * ever; this ends it instead, so that it is restarted and its fault is in the log.
 */
export async function enter(load: () => Promise<unknown>): Promise<void> {
  try {
    await load()
  } catch (error) {
    console.error(error)
    process.exit(1)
  }
}
