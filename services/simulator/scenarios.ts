import { markerPattern } from './text.ts'

/** The statuses every wire has an error body for. */
export const errorStatuses = [400, 401, 403, 404, 408, 409, 413, 422, 429, 500, 502, 503, 504, 529] as const
type ErrorStatus = (typeof errorStatuses)[number]

/** What the answer is made of. `auto` is what a real model would do: obey a forced tool or a schema, else text. */
type Content =
  { kind: 'auto' | 'refusal' | 'json' | 'blank' } | { kind: 'tool'; count: number } | { kind: 'long'; chunks: number }

/** What happens instead of an answer. */
export type Instead = { kind: 'html' | 'empty' } | { kind: 'error'; status: ErrorStatus; retryAfter?: number }

/** What happens to an answer after `chunks` pieces of content. */
export interface Interruption {
  kind: 'cut' | 'eof' | 'stall' | 'error' | 'badjson'
  chunks: number
}

/** What a request is going to get. */
export interface Plan {
  content: Content
  thinking: boolean
  /** Ends as if max_tokens was reached. */
  cutShort: boolean
  instead: Instead | null
  interruption: Interruption | null
  /** Before the first byte, and before each piece of content. Null: the simulator's usual pace. */
  delayMs: number
  pauseMs: number | null
  setCookies: boolean
  /** Only callers that bring the gate's cookies back get any further. */
  gated: boolean
  /** The connection is reset before anything else. */
  reset: boolean
}

interface Scenario {
  readonly doc: string
  /** What the argument means and what it is when left out; scenarios without one refuse it. */
  readonly arg?: { readonly name: string; readonly fallback?: number }
  readonly apply: (arg: number) => Partial<Plan>
}

const chunks = (fallback: number) => ({ name: 'chunks', fallback })

/** Every scenario, in the order they are applied: of two that contradict each other the later one wins. */
const scenarios = {
  tool: {
    doc: 'calls the first tool offered, or get_weather; with a number, that many calls, going round the tools; text once a tool result is there',
    arg: { name: 'calls', fallback: 1 },
    apply: count => ({ content: { kind: 'tool', count } }),
  },
  json: {
    doc: 'answers with a JSON object, of the given schema where there is one',
    apply: () => ({ content: { kind: 'json' } }),
  },
  long: {
    doc: 'a long text of that many pieces',
    arg: chunks(200),
    apply: count => ({ content: { kind: 'long', chunks: count } }),
  },
  blank: { doc: 'an answer without any content', apply: () => ({ content: { kind: 'blank' } }) },
  refusal: { doc: 'the model refuses, the way the wire says so', apply: () => ({ content: { kind: 'refusal' } }) },
  thinking: {
    doc: 'thinks before it answers: thinking block and signature, reasoning_content, reasoning item, thought part',
    apply: () => ({ thinking: true }),
  },
  length: { doc: 'is cut short by max tokens', apply: () => ({ cutShort: true }) },
  slow: {
    doc: 'waits before each piece; not streamed: the sum of these waits',
    arg: { name: 'ms', fallback: 50 },
    apply: pauseMs => ({ pauseMs }),
  },
  delay: {
    doc: 'waits before the first byte',
    arg: { name: 'ms', fallback: 1000 },
    apply: delayMs => ({ delayMs }),
  },
  cookie: { doc: 'sets the cookies __cf_bm and _cfuvid and answers normally', apply: () => ({ setCookies: true }) },
  cut: {
    doc: 'destroys the socket after that many pieces; not streamed: after half of the body',
    arg: chunks(3),
    apply: count => ({ interruption: { kind: 'cut', chunks: count } }),
  },
  eof: {
    doc: 'ends cleanly after that many pieces, without the terminal event; not streamed: after half of the body',
    arg: chunks(3),
    apply: count => ({ interruption: { kind: 'eof', chunks: count } }),
  },
  stall: {
    doc: 'goes silent after that many pieces until the caller leaves; not streamed: after half of the body',
    arg: chunks(3),
    apply: count => ({ interruption: { kind: 'stall', chunks: count } }),
  },
  'midstream-error': {
    doc: 'the error event of the wire after that many pieces, then the end; not streamed: status 500',
    arg: chunks(3),
    apply: count => ({ interruption: { kind: 'error', chunks: count } }),
  },
  badjson: {
    doc: 'status 200 with broken JSON; streamed: one broken event after that many pieces, then on as usual',
    arg: chunks(1),
    apply: count => ({ interruption: { kind: 'badjson', chunks: count } }),
  },
  html: { doc: 'status 200 with an HTML page', apply: () => ({ instead: { kind: 'html' } }) },
  empty: { doc: 'status 200 without a body', apply: () => ({ instead: { kind: 'empty' } }) },
  error: {
    doc: `the wire's own error body for the status: ${errorStatuses.join(' ')}`,
    arg: { name: 'status' },
    apply: status => ({ instead: { kind: 'error', status: status as ErrorStatus } }),
  },
  ratelimit: {
    doc: 'status 429 with retry-after and the rate limit headers of the wire',
    arg: { name: 'seconds', fallback: 2 },
    apply: retryAfter => ({ instead: { kind: 'error', status: 429, retryAfter } }),
  },
  overloaded: {
    doc: 'status 529, overloaded_error on the Anthropic wire',
    apply: () => ({ instead: { kind: 'error', status: 529 } }),
  },
  gate: {
    doc: 'Cloudflare gate: status 503 with HTML until the cookies it set come back, then the normal answer',
    apply: () => ({ gated: true }),
  },
  reset: { doc: 'resets the socket before any byte', apply: () => ({ reset: true }) },
} as const satisfies Record<string, Scenario>

const table = new Map<string, Scenario>(Object.entries(scenarios))

const nothingSpecial: Plan = {
  content: { kind: 'auto' },
  thinking: false,
  cutShort: false,
  instead: null,
  interruption: null,
  delayMs: 0,
  pauseMs: null,
  setCookies: false,
  gated: false,
  reset: false,
}

/** What was asked for: the plan, the scenarios in canonical form, or why they make no sense. */
export type Reading = { ok: true; plan: Plan; names: string[] } | { ok: false; problem: string }

function collect(header: string | undefined, text: string): Map<string, string | undefined> {
  const wanted = new Map<string, string | undefined>()
  for (const match of text.matchAll(markerPattern)) wanted.set(match[1] ?? '', match[2])
  for (const item of (header ?? '').split(',')) {
    const [name = '', arg] = item.trim().split(':')
    if (name !== '') wanted.set(name, arg)
  }
  return wanted
}

function problemWith(name: string, arg: string | undefined): string | null {
  const scenario = table.get(name)
  if (scenario === undefined) return `Unknown scenario '${name}'. GET /_sim/scenarios lists them.`
  if (arg !== undefined && scenario.arg === undefined) return `Scenario '${name}' takes no argument.`
  if (arg !== undefined && !/^[0-9]{1,7}$/.test(arg)) return `Scenario '${name}' takes a whole number, not '${arg}'.`
  if (arg === undefined && scenario.arg !== undefined && scenario.arg.fallback === undefined)
    return `Scenario '${name}' needs an argument: ${scenario.arg.name}.`
  if (name === 'error' && !errorStatuses.some(status => String(status) === arg))
    return `Scenario 'error' knows the statuses ${errorStatuses.join(' ')}, not '${arg}'.`
  return null
}

/** Reads `x-sim-scenario` and the `[sim:…]` markers of a body; the header wins over a marker of the same name. */
export function readScenarios(header: string | undefined, text: string): Reading {
  const wanted = collect(header, text)
  let plan = nothingSpecial
  for (const [name, arg] of wanted) {
    const problem = problemWith(name, arg)
    if (problem !== null) return { ok: false, problem }
  }
  for (const [name, scenario] of table) {
    if (!wanted.has(name)) continue
    plan = { ...plan, ...scenario.apply(Number(wanted.get(name) ?? scenario.arg?.fallback)) }
  }
  const names = [...wanted].map(([name, arg]) => (arg === undefined ? name : `${name}:${arg}`))
  return { ok: true, plan, names }
}

/** The list that `GET /_sim/scenarios` serves. */
export function describeScenarios(): { name: string; usage: string; doc: string }[] {
  return [...table].map(([name, { doc, arg }]) => {
    const usage =
      arg === undefined
        ? name
        : arg.fallback === undefined
          ? `${name}:<${arg.name}>`
          : `${name}[:<${arg.name}>=${arg.fallback}]`
    return { name, usage, doc }
  })
}
