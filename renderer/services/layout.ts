/** Widths of the window at which the layout changes; the style sheets have the same. */

/** The rail lies at the foot. */
export const NARROW = '(max-width: 719.98px)'

/** Two pages beside each other have room enough to be used. */
export const TWO_PANES = '(min-width: 820px)'
