/** How broken calls of providers with words of their own are told. */
import t from 'tap'
import { breaksByItself, plainBroken } from '../../../../services/sdk/providers/plain/broken.ts'
import { target } from './fixtures.ts'

t.test('a broken connection, and one that was waited for too long', async t => {
  const table: [provider: string, completes: boolean, broken: string, late: string][] = [
    ['watsonx', false, 'InternalServerError: WatsonxException - x', 'Timeout: WatsonxException - litellm.Timeout: x'],
    ['triton', false, 'APIConnectionError: TritonException - x', 'Timeout: TritonException - litellm.Timeout: x'],
    ['predibase', true, 'InternalServerError: InternalServerError: OpenAIException - x', 'Timeout: x'],
    [
      'gigachat',
      true,
      'InternalServerError: InternalServerError: OpenAIException - x',
      'Timeout: Timeout Error: OpenAIException - litellm.Timeout: x',
    ],
    ['petals', true, 'APIConnectionError: PetalsException - x', 'Timeout: PetalsException - litellm.Timeout: x'],
  ]
  for (const [provider, completes, broken, late] of table) {
    const where = target(provider, 'm')
    const told = (isLate: boolean): string => plainBroken({ told: 'x', late: isLate }, completes, where).message
    t.equal(told(false), `litellm.${broken}`, provider)
    t.ok(told(true).startsWith(`litellm.${late}`), `${provider}, late`)
  }
})

t.test('others are told elsewhere', async t => {
  t.ok(breaksByItself('oci'))
  for (const provider of ['openai', 'anthropic', 'bedrock']) t.notOk(breaksByItself(provider), provider)
})
