/** Kinds of service that the collective offers without signing up. What the page can open is among them. */
import * as v from 'valibot'
import { type ServiceKind, serviceKindSchema } from '../../bridge/services.ts'

/**
 * `audio` a Mumble server · `video` a call · `pad` a text · `sheet` a spreadsheet · `poll` a date poll ·
 * `notes` a board of sticky notes · `files` and `images` to share · `link` a shortener · `paste` an encrypted text
 */
export const directoryKinds = [
  'audio',
  'video',
  'pad',
  'sheet',
  'poll',
  'notes',
  'files',
  'images',
  'link',
  'paste',
] as const
export type DirectoryKind = (typeof directoryKinds)[number]
export const directoryKindSchema = v.picklist(directoryKinds)

/** Does the page know this kind? */
export function isServiceKind(kind: DirectoryKind): kind is DirectoryKind & ServiceKind {
  return v.is(serviceKindSchema, kind)
}
