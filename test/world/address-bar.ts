/**
 * Features of Chromium, as `--disable-features` takes them, that load two pages for the address bar of every window.
 * Nobody sees them, and they are a third of all the work in tests that open many windows. The app's own window has no
 * address bar.
 */
export const addressBarPages = 'WebUIOmniboxPopup,WebUIOmniboxAimPopup'
