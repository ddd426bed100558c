/** The words of the page that places are exported to: it is read without the app, so it carries its own. */
import type { ServiceKind } from '../../bridge/services.ts'

export type Language = 'fr' | 'en'

export const kindNames: Readonly<Record<Language, Readonly<Record<ServiceKind, string>>>> = {
  fr: {
    audio: 'Salon audio',
    video: 'Visio',
    pad: 'Pad',
    sheet: 'Tableur',
    poll: 'Sondage de dates',
    notes: 'Tableau de notes',
    files: 'Partage de fichiers',
    images: "Partage d'images",
    link: 'Lien court',
    paste: 'Texte chiffré',
  },
  en: {
    audio: 'Audio room',
    video: 'Video call',
    pad: 'Pad',
    sheet: 'Spreadsheet',
    poll: 'Date poll',
    notes: 'Sticky notes',
    files: 'File sharing',
    images: 'Image sharing',
    link: 'Short link',
    paste: 'Encrypted text',
  },
}

export const exportWords = {
  fr: {
    title: 'Mes adresses',
    written: 'Page écrite par Chatière le',
    secret:
      'Qui connaît une de ces adresses peut ouvrir ce qui s’y trouve\u00a0: ne la donnez qu’à qui doit y accéder.',
    none: 'Aucune adresse.',
    pinned: 'épinglé',
    made: 'Créé le',
    opened: 'ouvert le',
    ends: 'gardé par l’hébergeur au moins jusqu’au',
    endUnknown: 'l’hébergeur ne dit pas combien de temps il le garde',
    fileName: 'liens',
  },
  en: {
    title: 'My addresses',
    written: 'Written by Chatière on',
    secret: 'Whoever knows one of these addresses can open what is there: give it only to those who should.',
    none: 'No address.',
    pinned: 'pinned',
    made: 'Made on',
    opened: 'opened on',
    ends: 'kept by its host until at least',
    endUnknown: 'its host does not say how long it is kept',
    fileName: 'links',
  },
} as const
