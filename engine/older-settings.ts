/** Settings as older versions of the app kept them, in today's form. */

/** @param kept what the file has, unchecked; fields that were never otherwise pass as they are */
export function modernSettings(kept: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { echoCancellation, noiseSuppression, ...others } = kept
  return {
    ...others,
    ...modern('echoCancellation', echoCancellation, { on: 'auto', off: 'never' }),
    ...modern('noiseSuppression', noiseSuppression, { on: 'standard', off: 'off' }),
  }
}

/** What was a switch is a choice now. */
function modern(name: string, value: unknown, choice: { readonly on: string; readonly off: string }): object {
  if (value === undefined) return {}
  return { [name]: typeof value === 'boolean' ? (value ? choice.on : choice.off) : value }
}
