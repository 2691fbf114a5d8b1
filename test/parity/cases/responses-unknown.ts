/** Streams of the Responses API from models that LiteLLM's table does not know. */
import { callsOf, type ParityCase } from '../case.ts'

export const unknownResponsesCases: readonly ParityCase[] = [
  'gpt-unknown',
  'vllm',
  'openrouter',
  'litellm_proxy',
].flatMap(model =>
  callsOf('/v1/responses', `responses unknown/${model}`, { model, stream: true }, [
    ['words', { input: 'hi' }],
    ['a call', { input: '[sim:tool] hi' }],
  ]),
)
