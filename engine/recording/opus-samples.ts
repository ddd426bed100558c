/** How long an Opus packet lasts, from its first bytes alone (RFC 6716, section 3.1). */

/** Samples of one frame at 48 kHz by the packet's configuration number, 0..31. */
function frameSamples(configuration: number): number {
  if (configuration < 12) return [480, 960, 1920, 2880][configuration & 3] ?? 0
  if (configuration < 16) return (configuration & 1) === 0 ? 480 : 960
  return 120 << (configuration & 3)
}

/** Longest packet: 120 ms. */
const MOST_SAMPLES = 5760

/** Samples at 48 kHz; 0 for what cannot be an Opus packet. */
export function opusSamples(packet: Uint8Array): number {
  const [toc, count] = packet
  if (toc === undefined) return 0
  const code = toc & 3
  const frames = code === 0 ? 1 : code < 3 ? 2 : (count ?? 0) & 63
  const samples = frames * frameSamples(toc >> 3)
  return samples > MOST_SAMPLES ? 0 : samples
}
