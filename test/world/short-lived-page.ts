/**
 * The switch of Chromium for a page that lives for seconds: it compiles what runs, when it runs, and never optimises
 * WebAssembly. What the compilers do for later never pays in tests, and was a sixth to a quarter of all the work of the
 * page's. Not for who is listened to: real voices are encoded by optimised code.
 */
export const shortLivedPage = '--js-flags=--liftoff-only --max-lazy'
