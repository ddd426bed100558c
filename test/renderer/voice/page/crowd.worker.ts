/** A double of the engine's line, as far away from the page's own work: a crowd that speaks without end. */
import { writeEarFrame } from '../../../../bridge/voice-port.ts'

export interface Crowd {
  /** Packets of 10 ms, said over and over, by each speaker from another place in them. */
  readonly packets: readonly Uint8Array[]
  readonly speakers: number
}

self.onmessage = ({ data, ports }: MessageEvent<Crowd>) => {
  const { packets, speakers } = data
  const [ear] = ports
  const begin = performance.now()
  let frameNumber = 0
  setInterval(() => {
    for (; frameNumber * 10 < performance.now() - begin; frameNumber++) {
      for (let session = 1; session <= speakers; session++) {
        const opus = packets[(frameNumber + session * 37) % packets.length]
        if (opus === undefined) continue
        ear?.postMessage(writeEarFrame({ session, frameNumber, terminator: false, opus }))
      }
    }
  }, 5)
}
