/** Guardrails of InvokeModel. */
import { asObject, asString } from '../json.ts'
import type { Json } from '../translator.ts'

/** InvokeModel hears of guardrails in headers. */
export function guardrailHeaders(config: Json | undefined): Record<string, string> {
  const guardrail = asObject(config)
  if (!guardrail) return {}
  const named: [string, Json | undefined][] = [
    ['x-amzn-bedrock-guardrailidentifier', guardrail['guardrailIdentifier']],
    ['x-amzn-bedrock-guardrailversion', guardrail['guardrailVersion']],
    ['x-amzn-bedrock-trace', asString(guardrail['trace'])?.toUpperCase()],
  ]
  return Object.fromEntries(named.filter((pair): pair is [string, string] => typeof pair[1] === 'string'))
}
