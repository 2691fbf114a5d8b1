/** The sdk-backed worker's own metrics, beside those both workers share. */
import { Counter, type Registry } from 'prom-client'
import type { CountTokens } from './exchange.ts'

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
  return (model, usage, cost) => {
    if (cost !== null) dollars.inc({ model }, cost)
    tokens.inc({ model, direction: 'input' }, usage.input)
    tokens.inc({ model, direction: 'output' }, usage.output)
    tokens.inc({ model, direction: 'cache_read' }, usage.cacheRead)
    tokens.inc({ model, direction: 'cache_write' }, usage.cacheWrite)
  }
}
