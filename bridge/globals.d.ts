/** The one web standard that bridge/ uses and that both Node and the page have. Nothing else leaks in. */
declare class URL {
  constructor(url: string, base?: string)
  static canParse(url: string, base?: string): boolean
  readonly href: string
  readonly protocol: string
  readonly username: string
  readonly password: string
  readonly host: string
  readonly hostname: string
  readonly port: string
  readonly pathname: string
  readonly origin: string
  readonly searchParams: { get(name: string): string | null }
}
