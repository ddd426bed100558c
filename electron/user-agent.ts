/**
 * What hosts are told of the browser: Chromium's own words, without the app's name and Electron's. Calls: a host that
 * sees Electron may want a private way to choose a screen (lib-jitsi-meet, `ScreenObtainer`) instead of the standard
 * one. Pages as well: few people use this app, so its name and version would tell them apart.
 */

/**
 * `… (KHTML, like Gecko) Chatiere/0.1.0 Chrome/150.0.1.2 Electron/45.4.1 Safari/537.36` without the two names; the
 * order is Electron's (`GetApplicationUserAgent`). Chrome's version stays as it is.
 */
export function plainUserAgent(agent: string): string {
  return agent.replace(/\) [^()]*(?=Chrome\/)/, ') ').replace(/ Electron\/\S+/, '')
}
