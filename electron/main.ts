/** The entry: one app at a time, then the rest once Electron is ready. */
import './early.ts'
import { app } from 'electron'
import { boot } from './boot.ts'
import { fatal, links, log } from './early.ts'
import { linkIn, linkOfSecondStart, type SecondStart } from './links.ts'
import { describeError } from './log-file.ts'

const link = linkIn(process.argv)
const own: SecondStart = { link }

if (app.requestSingleInstanceLock(own)) {
  links.offer(link)
  app.on('second-instance', (_event, argv, _folder, said) => links.offer(linkOfSecondStart(said, argv)))
  // Never awaited: Electron waits for this file to end before it becomes ready.
  app
    .whenReady()
    .then(() => {
      boot({ folder: import.meta.dirname, links, log })
      // From here on a corner that breaks must not end a meeting.
      process.off('uncaughtException', fatal)
      process.on('uncaughtException', error => log(`an error nobody caught: ${describeError(error)}`))
    })
    .catch(fatal)
} else {
  // The app that already runs has the link, and shows its window.
  app.quit()
}
