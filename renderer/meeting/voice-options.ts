/** What the settings ask of the voice, at its start and while it runs. */
import type { Settings } from '../../bridge/settings.ts'
import type { VoiceOptions, VoiceSession } from '../voice/voice-session.ts'

export function optionsOf(settings: Settings): Omit<VoiceOptions, 'ownRate'> {
  const { microphone, speaker, transmission } = settings
  return {
    microphoneLabel: microphone,
    speakerLabel: speaker,
    transmission,
    echo: echoOf(settings),
    bufferFrames: settings.audioBuffer,
    conditioning: conditioningOf(settings),
    evensVoices: settings.evenVoices,
  }
}

export function applyTo(session: VoiceSession, settings: Settings): void {
  session.setMicrophone(settings.microphone)
  session.setSpeaker(settings.speaker)
  session.setTransmission(settings.transmission)
  session.setEcho(echoOf(settings))
  session.setConditioning(conditioningOf(settings))
  session.setEvensVoices(settings.evenVoices)
}

function echoOf({ echoCancellation, echoPairs }: Settings) {
  return { mode: echoCancellation, pairs: echoPairs }
}

function conditioningOf({ noiseSuppression, automaticGain }: Settings) {
  return { suppression: noiseSuppression, automaticGain }
}
