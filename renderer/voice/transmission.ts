/** `voice` sends while one speaks, `always` sends all the time: as in the settings. */
import type { Settings } from '../../bridge/settings.ts'

export type Transmission = Settings['transmission']
