/** A double of the web servers that hold a ChatonsInfos tree: files by their path. */
import type { ServerResponse } from 'node:http'
import { type HttpDouble, startHttpDouble } from '../doubles.ts'

type Behaviour = (response: ServerResponse) => void
/** A file's lines, its bytes, or what is done instead. */
export type TreeFile = readonly string[] | Uint8Array | Behaviour

/** `{}` in a line stands for the server's origin. */
export async function startTree(files: Readonly<Record<string, TreeFile>>): Promise<HttpDouble> {
  const double = await startHttpDouble((request, response) => {
    const file = files[request.url ?? '']
    if (file === undefined) response.writeHead(404).end()
    else if (typeof file === 'function') file(response)
    else {
      const body = file instanceof Uint8Array ? file : file.join('\n').replaceAll('{}', double.origin)
      response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }).end(body)
    }
  })
  return double
}

export function federation(children: readonly string[]): string[] {
  return [
    'file.class = Federation',
    'federation.name = CHATONS',
    ...children.map((child, index) => `subs.child${index} = ${child}`),
  ]
}

export function organization(
  name: string,
  children: readonly string[],
  more: readonly string[] = [],
): string[] {
  return [
    'file.class = Organization',
    `organization.name = ${name}`,
    ...more,
    ...children.map((child, index) => `subs.child${index} = '${child}'`),
  ]
}

export function service(website: string, software: string, more: readonly string[] = []): string[] {
  return [
    'file.class = Service',
    `service.name = ${software} here`,
    `service.website = ${website}`,
    `software.name = ${software}`,
    'service.registration = None',
    ...more,
  ]
}
