/** Which of Anthropic's betas Bedrock knows (LiteLLM: anthropic_beta_headers_config.json). */
const shared = [
  'computer-use-2025-01-24',
  'computer-use-2025-11-24',
  'context-1m-2025-08-07',
  'effort-2025-11-24',
  'fine-grained-tool-streaming-2025-05-14',
  'thinking-binding-controls-2026-08-01',
  'thinking-display-updates-2026-08-18',
]

const converse = new Set([...shared, 'structured-outputs-2025-11-13'])
const invoke = new Map([
  ...shared.map(beta => [beta, beta] as const),
  ['advanced-tool-use-2025-11-20', 'tool-search-tool-2025-10-19'],
  ...[
    'compact-2026-01-12',
    'context-management-2025-06-27',
    'dangerous-tool-use-2026-09-03',
    'tool-search-tool-2025-10-19',
    'mid-conversation-output-config-2026-07-01',
    'mid-conversation-tool-changes-2026-07-01',
  ].map(beta => [beta, beta] as const),
])

/** The betas of a header: a JSON list, or names between commas. */
export function betasIn(header: string | undefined): string[] {
  const text = (header ?? '').trim()
  if (text === '') return []
  return text
    .replace(/^\[|\]$/g, '')
    .split(',')
    .map(beta => beta.trim().replace(/^"|"$/g, ''))
}

const sorted = (betas: Iterable<string>): string[] => [...new Set(betas)].toSorted()

/** Those that Converse takes. */
export const converseBetas = (betas: readonly string[]): string[] => sorted(betas.filter(beta => converse.has(beta)))

/** Those that InvokeModel takes, by its own names. */
export const invokeBetas = (betas: readonly string[]): string[] => sorted(betas.flatMap(beta => invoke.get(beta) ?? []))
