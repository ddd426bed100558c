/** Mumble's permission bits, as far as we ask for them or are denied them. */
export const permission = {
  enter: 0x4,
  speak: 0x8,
  makeChannel: 0x40,
  makeTemporaryChannel: 0x400,
  selfRegister: 0x8_0000,
} as const
