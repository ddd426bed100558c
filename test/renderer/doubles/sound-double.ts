/**
 * A double of the words of the worklets and of the capture's thread, to run inside the page before it starts: a test says
 * what they report, reads what they were told, and which short sounds were played. The real ones go on beside it; their
 * own levels are kept back once a test has told one.
 */

declare global {
  interface Window {
    /** What the page told them, in order: the processor's or thread's name, then the command. */
    readonly toWorklets: readonly (readonly [string, { readonly type: string } & Record<string, unknown>])[]
    /** Of each short sound that was played: one of its samples, to know it by. */
    readonly cuesPlayed: readonly number[]
    /** The newest worklet or thread of that name reports this. */
    readonly report: (name: string, data: object) => void
  }
}

/** The sample that tells one cue from the others. */
export const CUE_SAMPLE = 2000

/** Runs in the page: may use nothing from outside. */
export function installSoundDouble(cueSample: number): void {
  if (window !== window.top) return
  const toWorklets: [string, { type: string }][] = []
  const cuesPlayed: number[] = []
  const newest = new Map<string, MessagePort | Worker>()
  const mine = new WeakSet<Event>()
  let levelsAreMine = false
  const overhear = (name: string, end: MessagePort | Worker) => {
    newest.set(name, end)
    // Before the page listens, so that what is kept back never reaches it.
    end.addEventListener('message', event => {
      const isLevel = (event as MessageEvent).data?.type === 'level'
      if (isLevel && levelsAreMine && !mine.has(event)) event.stopImmediatePropagation()
    })
    const post = end.postMessage.bind(end)
    end.postMessage = (command: { type: string }, transfer?: unknown) => {
      toWorklets.push([name, command])
      post(command, transfer as Transferable[])
    }
  }
  window.AudioWorkletNode = class extends AudioWorkletNode {
    constructor(context: BaseAudioContext, name: string, options?: AudioWorkletNodeOptions) {
      super(context, name, options)
      overhear(name, this.port)
    }
  }
  window.Worker = class extends Worker {
    constructor(address: string | URL, options?: WorkerOptions) {
      super(address, options)
      overhear(options?.name ?? '', this)
    }
  }
  const start = AudioBufferSourceNode.prototype.start
  AudioBufferSourceNode.prototype.start = function (...args) {
    const sample = this.buffer?.getChannelData(0)[cueSample]
    if (sample !== undefined) cuesPlayed.push(sample)
    start.apply(this, args)
  }
  const report = (name: string, data: object) => {
    const end = newest.get(name)
    if (end === undefined) throw new Error(`there is no ${name}`)
    levelsAreMine ||= (data as { type?: string }).type === 'level'
    const event = new MessageEvent('message', { data })
    mine.add(event)
    end.dispatchEvent(event)
  }
  Object.assign(window, { toWorklets, cuesPlayed, report })
}
