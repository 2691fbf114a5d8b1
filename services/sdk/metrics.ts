/** The sdk-backed worker's own metrics, beside those both workers share. */
import { Counter, Gauge, type Registry } from 'prom-client'
import type { CountTokens } from './exchange.ts'
import type { Session } from './sessions/session.ts'

/** Counts tokens by configured model name. */
export function createTokenCounter(registry: Registry): CountTokens {
  const tokens = new Counter({
    name: 'crossfade_tokens_total',
    help: 'Tokens as the providers counted them.',
    labelNames: ['model', 'direction'],
    registers: [registry],
  })
  const dollars = new Counter({
    name: 'crossfade_cost_dollars_total',
    help: 'What the tokens cost, by the table of prices; models without a price count nothing.',
    labelNames: ['model'],
    registers: [registry],
  })
  const lossyAnswers = new Counter({
    name: 'crossfade_lossy_answers_total',
    help: 'Answers that came through the AI SDK, which loses what it does not know.',
    labelNames: ['model'],
    registers: [registry],
  })
  return (model, usage, cost, lossy = false) => {
    if (lossy) lossyAnswers.inc({ model })
    if (cost !== null) dollars.inc({ model }, cost)
    tokens.inc({ model, direction: 'input' }, usage.input)
    tokens.inc({ model, direction: 'output' }, usage.output)
    tokens.inc({ model, direction: 'cache_read' }, usage.cacheRead)
    tokens.inc({ model, direction: 'cache_write' }, usage.cacheWrite)
  }
}

/** The sessions' metrics. `open` are the sessions there are when somebody looks. */
export function createSessionMetrics(registry: Registry, open: () => readonly Session[]) {
  const registers = [registry]
  const labelNames = ['origin'] as const
  const cookies = new Gauge({
    name: 'crossfade_session_cookies',
    help: 'Cookies held for an origin, of all its credentials.',
    labelNames,
    registers,
    collect() {
      this.reset()
      for (const session of open()) this.inc({ origin: session.origin }, session.cookieNames().length)
    },
  })
  return {
    cookies,
    challenges: new Counter({
      name: 'crossfade_session_challenges_total',
      help: 'Answers of an origin that were challenges of Cloudflare.',
      labelNames,
      registers,
    }),
    retries: new Counter({
      name: 'crossfade_session_retries_total',
      help: 'Calls that were made again with the cookies a challenge brought.',
      labelNames,
      registers,
    }),
    jarFaults: new Counter({
      name: 'crossfade_session_jar_faults_total',
      help: 'Cookie files that were moved aside (corrupt), had a wrong mode (mode), or could not be written (write).',
      labelNames: [...labelNames, 'fault'],
      registers,
    }),
  }
}
