/**
 * Choosing microphones and loudspeakers by their label: ids change with each start. Pure. An empty label
 * means the computer's own choice.
 */

export type DeviceInfo = Pick<MediaDeviceInfo, 'deviceId' | 'groupId' | 'kind' | 'label'>

/** Labels of what there is to choose from, each once, in the system's order. */
export interface AudioDevices {
  readonly microphones: readonly string[]
  readonly speakers: readonly string[]
}

export const noDevices: AudioDevices = { microphones: [], speakers: [] }

export interface DeviceChoice {
  /** '' = the computer's default. */
  readonly deviceId: string
  /** Its name, also where it is the default; empty = nobody may know it yet. */
  readonly label: string
  /** The wanted device is not there, the default stands in for it. */
  readonly replaced: boolean
  /** Changes when another device has to be opened, also when the default became another one. */
  readonly key: string
}

/** Names under which Chromium lists a device a second time. */
const aliases: readonly string[] = ['default', 'communications']

export function listDevices(infos: readonly DeviceInfo[]): AudioDevices {
  return { microphones: labels(infos, 'audioinput'), speakers: labels(infos, 'audiooutput') }
}

function labels(infos: readonly DeviceInfo[], kind: MediaDeviceKind): readonly string[] {
  return [...new Set(real(infos, kind).map(info => info.label))].filter(label => label !== '')
}

/** Null when there is no device of the kind at all. */
export function chooseDevice(
  infos: readonly DeviceInfo[],
  kind: MediaDeviceKind,
  label: string,
): DeviceChoice | null {
  const all = infos.filter(info => info.kind === kind)
  if (all.length === 0) return null
  const devices = real(infos, kind)
  const wanted = label === '' ? undefined : devices.find(info => info.label === label)
  if (wanted !== undefined && wanted.deviceId !== '') {
    return { deviceId: wanted.deviceId, label, replaced: false, key: wanted.deviceId }
  }
  // Without permission labels are empty: then nobody can tell whether the wanted one is there.
  const labelled = devices.some(info => info.label !== '')
  const byDefault = all.find(info => info.deviceId === 'default') ?? devices[0]
  const itself = devices.find(info => info.groupId === byDefault?.groupId && info.groupId !== '')
  return {
    deviceId: '',
    label: (itself ?? byDefault)?.label ?? '',
    replaced: label !== '' && labelled,
    key: `default ${byDefault?.groupId ?? ''}`,
  }
}

function real(infos: readonly DeviceInfo[], kind: MediaDeviceKind): readonly DeviceInfo[] {
  return infos.filter(info => info.kind === kind && !aliases.includes(info.deviceId))
}
