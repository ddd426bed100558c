/** Waiting for the message that answers a wish: Mumble has no request numbers, only what happens next. */
import type { ControlChannel } from './control-channel.ts'
import { DeniedError, NoAnswerError } from './errors.ts'
import type { Message } from './messages.ts'

/** A server under load answers slowly; a dropped wish is never answered. */
const ANSWER_TIMEOUT_MS = 5000

/**
 * Waits for the first message that `read` finds an answer in. Throws {@link DeniedError} on a refusal
 * that `refuses` takes for ours, {@link NoAnswerError} after 5 s, and the reason when the connection ends.
 */
export function answerTo<T>(
  control: ControlChannel,
  wish: string,
  read: (message: Message) => T | null,
  refuses: (denied: DeniedError) => boolean = () => true,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void) => {
      clearTimeout(timer)
      control.off('message', onMessage)
      control.off('closed', onClosed)
      settle()
    }
    const onMessage = (message: Message) => {
      if (message.name === 'PermissionDenied') {
        const denied = new DeniedError(message.body)
        if (refuses(denied)) finish(() => reject(denied))
        return
      }
      const answer = read(message)
      if (answer !== null) finish(() => resolve(answer))
    }
    const onClosed = (error: Error) => finish(() => reject(error))
    const timer = setTimeout(() => finish(() => reject(new NoAnswerError(wish))), ANSWER_TIMEOUT_MS)
    control.on('message', onMessage)
    control.on('closed', onClosed)
  })
}
