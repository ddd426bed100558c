import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Answer, blindQuestions, detectors } from '../../../engine/own-hosts/detectors.ts'

function judgesOf(software: string, path: string) {
  const question = detectors.find(it => it.software === software)?.questions.find(it => it.path === path)
  if (question === undefined) throw new Error(`no question ${path}`)
  return (body: string, status = 200, type = 'application/json') =>
    question.judge({ status, headers: new Headers({ 'content-type': type }), body })
}

describe('an answer of the right software, and of a wrong one', () => {
  test.each([
    ['Etherpad', 'api', '{"currentVersion":"1.2.15"}', '{"version":"1"}'],
    ['Etherpad', 'locales.json', '{"en":{},"fr":"locales/fr.json"}', '{"fr":"Bonjour"}'],
    ['EtherCalc', '_exists/chatiere', 'false', '{"exists":false}'],
    ['EtherCalc', '_exists/chatiere', 'true', '0'],
    [
      'Jitsi Meet',
      'config.js',
      "var config = { hosts: { domain: 'x', muc: 'conference.x' } };",
      'var config = {}',
    ],
    ['Lufi', 'about/config', '{"max_file_size":1,"max_delay":30,"stop_upload":false}', '{"max_file_size":1}'],
    [
      'Lutim',
      'infos',
      '{"upload_enabled":true,"max_file_size":1}',
      '[{"upload_enabled":true,"max_file_size":1}]',
    ],
    ['Send', '__version__', '{"commit":"a","source":"b","version":"v3"}', '{"version":"v3"}'],
  ])('%s %s', (software, path, right, wrong) => {
    const judge = judgesOf(software, path)
    expect(judge(right)).not.toBeNull()
    expect(judge(right, 404)).toBeNull()
    expect(judge(wrong)).toBeNull()
    expect(judge('<!doctype html><title>Not found</title>', 200, 'text/html')).toBeNull()
  })

  test('CryptPad is known by its picture', () => {
    const judge = judgesOf('CryptPad', 'customize/images/AGPL.png')
    expect(judge('', 200, 'image/png')).not.toBeNull()
    expect(judge('', 200, 'text/html')).toBeNull()
    expect(judge('', 404, 'image/png')).toBeNull()
  })
})

test.each([
  ['Etherpad', '<link rel="localizations" type="application/l10n+json" href="locales.json">'],
  ['Jitsi Meet', '<script src="libs/lib-jitsi-meet.min.js?v=1"></script>'],
  ['Framadate', '<a href="https://date.example/create_poll.php?type=date">'],
  ['LSTU', '<input type="url" name="lsturl" id="lsturl">'],
  ['PrivateBin', '<script type="text/javascript" src="js/privatebin.js?1.7"></script>'],
  ['Scrumblr', '<title>scrumblr</title>'],
])('%s is proven by its own front page only', (software, html) => {
  expect(detectors.filter(({ proof }) => proof(html) !== null).map(it => it.software)).toEqual([software])
})

test('a page that speaks of all of them is none of them', () => {
  const portal = detectors.map(({ software }) => `<a href="/${software}">${software}</a>`).join('')
  expect(detectors.filter(({ proof }) => proof(portal) !== null)).toEqual([])
})

test('the questions in the blind fit beside a front page and a ping', () => {
  expect(blindQuestions.map(({ detector }) => detector.software)).toEqual([
    'Etherpad',
    'EtherCalc',
    'Jitsi Meet',
    'Lufi',
    'Lutim',
    'Send',
  ])
})

test('no answer breaks a judge, and nonsense is no match', () => {
  const answer: fc.Arbitrary<Answer> = fc.record({
    status: fc.constantFrom(200, 204, 404, 500),
    headers: fc
      .constantFrom('', 'text/html', 'application/json')
      .map(type => new Headers({ 'content-type': type })),
    body: fc.oneof(
      fc.string(),
      fc.json().filter(json => !/^\s*(?:true|false)\s*$/.test(json)),
    ),
  })
  fc.assert(
    fc.property(answer, given => {
      for (const { questions, proof } of detectors) {
        expect(proof(given.body)).toBeNull()
        for (const { judge } of questions) expect(judge(given)).toBeNull()
      }
    }),
  )
})
