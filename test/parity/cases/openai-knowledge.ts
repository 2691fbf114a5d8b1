/** Names the table does not hold, or holds under another spelling: what LiteLLM makes of them. */
import { callsOf, chats, clockTool, type Row } from '../case.ts'

const asks = (model: string): Row[] => [
  [`${model}/tools`, { tools: [clockTool], tool_choice: 'auto' }, { deployment: { model } }],
  [`${model}/user`, { user: 'u-1' }, { deployment: { model } }],
  [`${model}/effort none`, { reasoning_effort: 'none' }, { deployment: { model } }],
  [`${model}/effort xhigh`, { reasoning_effort: 'xhigh' }, { deployment: { model } }],
  [`${model}/effort low`, { reasoning_effort: 'low' }, { deployment: { model } }],
  [`${model}/temperature`, { temperature: 0.2 }, { deployment: { model } }],
  [`${model}/a schema`, { response_format: { type: 'json_object' } }, { deployment: { model } }],
]

const openAi = ['gpt-5.9', 'gpt-5-2099-01-01', 'gpt-4o-nobody', 'o3-2099-01-01', 'gpt-6-astra', 'o1']
const claude = ['claude-sonnet-4.6', 'claude-opus-4-6-20270219', 'claude-newfamily-5-1', 'claude-mythos-6']

export const knowledgeCases = [
  ...openAi.flatMap(name => chats('known', 'gpt', asks(`openai/${name}`))),
  ...claude.flatMap(name => chats('known', 'claude', asks(`anthropic/${name}`))),
  ...callsOf('/v1/responses', 'known/responses', { model: 'gpt', input: 'hi' }, [
    ['an effort of a model nobody knows', { reasoning: { effort: 'low' } }, { deployment: { model: 'openai/nobody' } }],
    ['an effort of a model that does not reason', { reasoning: { effort: 'low' } }],
    ['an effort of 5.9', { reasoning: { effort: 'xhigh' } }, { deployment: { model: 'openai/gpt-5.9' } }],
    ['a temperature of 5.9', { temperature: 0.2 }, { deployment: { model: 'openai/gpt-5.9' } }],
  ]),
]
