/** The page's hand on the voice relay: tells it where the engine is, and gets ends for the audio threads. */
import type { VoicePorts } from './shell.ts'
import type { RelayOrder } from './voice-relay.worker.ts'

export interface VoiceRelay {
  /** The engine's lines are these ports now. */
  joinPorts(ports: VoicePorts): void
  /** The engine's lines are WebSockets at these addresses now. */
  joinSockets(mic: string, ear: string): void
  /** A fresh pair for a voice session; the pair before is dead. */
  takePorts(): VoicePorts
}

export function createVoiceRelay(): VoiceRelay {
  const worker = new Worker(new URL('./voice-relay.worker.ts', import.meta.url), {
    type: 'module',
    name: 'voice-relay',
  })
  const order = (message: RelayOrder, ports: MessagePort[]) => worker.postMessage(message, ports)
  return {
    joinPorts: ({ mic, ear }) => order({ type: 'engine-ports' }, [mic, ear]),
    joinSockets: (mic, ear) => order({ type: 'engine-sockets', mic, ear }, []),
    takePorts: () => {
      const mic = new MessageChannel()
      const ear = new MessageChannel()
      order({ type: 'session-ports' }, [mic.port1, ear.port1])
      return { mic: mic.port2, ear: ear.port2 }
    },
  }
}
