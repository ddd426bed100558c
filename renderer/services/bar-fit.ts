/** Which tools of a bar find room in it; the others go into its menu. Pure. */

export interface FittingTool {
  /** Width in CSS pixels, with its gap. */
  readonly width: number
}

/**
 * Splits the tools, the most wanted first.
 * @param room CSS pixels that the tools may have
 * @param menuWidth what the menu's button takes when it is needed
 * @param menuNeeded the menu holds more than tools without room
 */
export function fitTools<T extends FittingTool>(
  tools: readonly T[],
  { room, menuWidth, menuNeeded }: { room: number; menuWidth: number; menuNeeded: boolean },
): { readonly shown: readonly T[]; readonly inMenu: readonly T[] } {
  const widthOf = (count: number) => tools.slice(0, count).reduce((sum, { width }) => sum + width, 0)
  const fits = (count: number) =>
    widthOf(count) + (menuNeeded || count < tools.length ? menuWidth : 0) <= room
  let count = tools.length
  while (count > 0 && !fits(count)) count -= 1
  return { shown: tools.slice(0, count), inMenu: tools.slice(count) }
}
