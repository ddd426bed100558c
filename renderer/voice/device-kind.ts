/** What sort of device a name speaks of: enough to explain a delay or an echo, and nothing that tells whose it is. */
export type DeviceKind = 'none' | 'bluetooth' | 'usb' | 'screen' | 'built-in' | 'virtual' | 'other'

/** The first that fits: a Bluetooth headset may also call itself a headset of the computer's. */
const signs: readonly (readonly [DeviceKind, RegExp])[] = [
  ['virtual', /virtual|loopback|monitor of|cable|null|dummy|fake/i],
  ['bluetooth', /bluetooth|airpods|hands-?free|buds\b|a2dp|hfp/i],
  ['screen', /hdmi|displayport|display audio/i],
  ['usb', /usb|webcam/i],
  ['built-in', /built-?in|internal|intern[eé]|int[eé]gr|realtek|analog|macbook|conexant/i],
]

/** @param label the system's name of the device; empty = none is open, or nobody may know it */
export function deviceKind(label: string): DeviceKind {
  if (label === '') return 'none'
  return signs.find(([, sign]) => sign.test(label))?.[0] ?? 'other'
}
