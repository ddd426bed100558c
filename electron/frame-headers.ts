/** Lets our call page frame a host's room, although the host tells browsers not to. Pure. */

type Headers = Record<string, string[]>

/**
 * The headers without what forbids framing, and with all the rest of the host's policy. Null: nothing to change.
 */
export function framingAllowed(headers: Headers): Headers | null {
  let changed = false
  const kept: Headers = {}
  for (const [name, values] of Object.entries(headers)) {
    const lower = name.toLowerCase()
    if (lower === 'x-frame-options') {
      changed = true
      continue
    }
    if (lower !== 'content-security-policy') {
      kept[name] = values
      continue
    }
    const policies = values.map(withoutFrameAncestors)
    changed ||= policies.some((policy, i) => policy !== values[i])
    const rest = policies.filter(policy => policy !== '')
    if (rest.length > 0) kept[name] = rest
  }
  return changed ? kept : null
}

/** One header may hold several policies, parted by commas; in each, directives are parted by semicolons. */
function withoutFrameAncestors(header: string): string {
  return header
    .split(',')
    .map(policy =>
      policy
        .split(';')
        .filter(directive => !/^\s*frame-ancestors(?:\s|$)/i.test(directive))
        .join(';'),
    )
    .filter(policy => policy.trim() !== '')
    .join(',')
}
