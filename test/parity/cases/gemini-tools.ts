/** What Gemini's models are asked about tools: what they may call, and what came of it. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import { clockTool, png, toolCall, user, weatherTool, type Row } from '../case.ts'

const says = (name: string, messages: JsonObject[], body: JsonObject = {}): Row => [name, { messages, ...body }]
const image: JsonObject = { type: 'image_url', image_url: { url: png } }
/** The result of a call. */
export const result = (id: string, content: JsonObject['content'], more: JsonObject = {}): JsonObject => ({
  role: 'tool',
  tool_call_id: id,
  content,
  ...more,
})
const called = (...calls: JsonObject[]): JsonObject => ({ role: 'assistant', content: null, tool_calls: calls })

/** A question and a call. */
export const conversation = (id: string): JsonObject[] => [user('a'), called(toolCall(id, '{"city":"Rome"}'))]

/** Calls and their results. */
export const results: readonly Row[] = [
  says('a result', [...conversation('t1'), result('t1', 'sunny')], { tools: [weatherTool] }),
  says('a result in JSON', [...conversation('t1'), result('t1', '{"sky":"blue"}')]),
  says('a result in a list', [...conversation('t1'), result('t1', '[1]')]),
  says('a result in parts', [...conversation('t1'), result('t1', [{ type: 'text', text: 'x' }])]),
  says('a result with a picture', [...conversation('t1'), result('t1', [{ type: 'text', text: 'x' }, image])]),
  says('a result that is a picture', [...conversation('t1'), result('t1', png)]),
  says('an empty result', [...conversation('t1'), result('t1', '')]),
  says('parallel results', [
    user('a'),
    called(toolCall('t1', '{}'), toolCall('t2', '{"a": 1}', 'now')),
    result('t2', 'two'),
    result('t1', 'one'),
    user('go on'),
  ]),
  says('a result of a name', [...conversation('t1'), result('t9', 'x', { name: 'get_weather' })]),
  says('a result of nobody', [user('a'), result('t1', 'x')]),
  says('a call with text', [
    user('a'),
    { role: 'assistant', content: 'b', tool_calls: [toolCall('t1', '{}')] },
    result('t1', 'x'),
  ]),
  says('a call without arguments', [user('a'), called(toolCall('t1', '')), result('t1', 'x')]),
  says('a call with broken arguments', [user('a'), called(toolCall('t1', '{oops')), result('t1', 'x')]),
  says('a signed call', [
    user('a'),
    called(toolCall('t1', '{}', 'f', { provider_specific_fields: { thought_signature: 'c2ln' } })),
    result('t1', 'x'),
  ]),
  says('a call signed in its id', [
    user('a'),
    called(toolCall('call_1__thought__c2ln', '{}', 'f')),
    result('call_1__thought__c2ln', 'x'),
  ]),
  says('a signed text', [
    user('a'),
    { role: 'assistant', content: 'b', provider_specific_fields: { thought_signatures: ['c2ln'] } },
    user('c'),
  ]),
  says('the old functions', [
    user('a'),
    { role: 'assistant', content: null, function_call: { name: 'f', arguments: '{"a":1}' } },
    { role: 'function', name: 'f', content: 'x' },
  ]),
  says('two rounds', [
    ...conversation('t1'),
    result('t1', 'x'),
    called(toolCall('t2', '{}', 'now')),
    result('t2', 'y'),
    { role: 'assistant', content: 'so' },
    user('and'),
  ]),
]

const schema = (parameters: JsonObject, more: JsonObject = {}): JsonObject => ({
  type: 'function',
  function: { name: 'f', parameters, ...more },
})
const tooled = (name: string, ...tools: JsonObject[]): Row => [name, { tools }]
const property = (value: JsonObject): JsonObject =>
  schema({ type: 'object', properties: { a: value }, required: ['a'] })

/** Tools and the choice of them. */
export const tools: readonly Row[] = [
  tooled('a function', weatherTool),
  tooled('a function of nothing', clockTool),
  tooled('two functions', weatherTool, clockTool),
  tooled(
    'a schema with references',
    schema({
      type: 'object',
      properties: { a: { $ref: '#/$defs/A' } },
      $defs: { A: { type: 'object', properties: { b: { type: 'string' } } } },
    }),
  ),
  tooled('or null', property({ anyOf: [{ type: 'string' }, { type: 'null' }] })),
  tooled('only null', property({ anyOf: [{ type: 'null' }] })),
  tooled('two types', property({ type: ['string', 'null'] })),
  tooled('three types', property({ type: ['string', 'array', 'null'], items: { type: 'string' }, description: 'd' })),
  tooled('enumerations', property({ type: 'string', enum: ['a', ''] })),
  tooled('an enumeration of numbers', property({ type: 'integer', enum: [1, 2] })),
  tooled('formats', property({ type: 'string', format: 'uri', pattern: 'x', minLength: 1 })),
  tooled('a date', property({ type: 'string', format: 'date-time' })),
  tooled('a list of nothing', property({ type: 'array' })),
  tooled('a list of lists', property({ type: 'array', items: { type: 'array', items: {} } })),
  tooled('one of', property({ oneOf: [{ type: 'string' }, { type: 'integer' }] })),
  tooled('all of', property({ allOf: [{ type: 'object', properties: { b: { type: 'string' } } }] })),
  tooled('a constant', property({ const: 'x' })),
  tooled('an object of nothing', property({ type: 'object', properties: {} })),
  tooled('additional properties', property({ type: 'object', additionalProperties: { type: 'string' } })),
  tooled('no type', property({ description: 'd' })),
  tooled('numbers', property({ type: 'number', minimum: 0, maximum: 9, exclusiveMinimum: 0, multipleOf: 2 })),
  tooled('a default', property({ type: 'string', default: 'x', example: 'y', title: 'T' })),
  tooled('a search', { googleSearch: {} }),
  tooled('a search in snakes', { google_search: {} }),
  tooled('a search and a function', { googleSearch: {} }, weatherTool),
  tooled('a search by its type', { type: 'web_search_preview' }),
  tooled('retrieval', { googleSearchRetrieval: { dynamic_retrieval_config: { mode: 'MODE_DYNAMIC' } } }),
  tooled('enterprise search', { enterpriseWebSearch: {} }),
  tooled('code', { codeExecution: {} }),
  tooled('code in snakes, and a function', { code_execution: {} }, weatherTool),
  tooled('addresses', { urlContext: {} }),
  tooled('addresses in snakes, and a search', { url_context: {} }, { googleSearch: {} }),
  tooled('a map', { googleMaps: { enableWidget: true, latitude: 1.5, longitude: 2, languageCode: 'de' } }),
  tooled('a bare map', { googleMaps: {} }),
  tooled('a computer', { type: 'computer_use', environment: 'browser', excluded_predefined_functions: ['drag'] }),
  tooled('an unknown tool', { type: 'weird', x: 1 }),
  tooled('an Anthropic tool', { name: 'f', input_schema: { type: 'object' } }),
  tooled('a search of Anthropic’s', { type: 'web_search_20250305', name: 'web_search' }),
  ['no tools in the list', { tools: [] }],
  ['functions', { functions: [{ name: 'f', parameters: { type: 'object', properties: { a: { type: 'string' } } } }] }],
  ['functions beside tools', { functions: [{ name: 'f' }], tools: [weatherTool, { googleSearch: {} }] }],
  ['web_search_options', { web_search_options: { search_context_size: 'low' } }],
  ['web_search_options and a function', { web_search_options: {}, tools: [weatherTool] }],
  [
    'server-side invocations',
    { include_server_side_tool_invocations: true, tools: [weatherTool, { googleSearch: {} }] },
  ],
  ...['auto', 'none', 'required', 'weird', { type: 'function', function: { name: 'get_weather' } }].map(
    (tool_choice): Row => [`tool_choice ${JSON.stringify(tool_choice)}`, { tools: [weatherTool], tool_choice }],
  ),
  ['a choice without tools', { tool_choice: 'auto' }],
  ['parallel calls', { tools: [weatherTool, clockTool], parallel_tool_calls: true }],
  ['no parallel calls', { tools: [weatherTool, clockTool], parallel_tool_calls: false }],
  ['no parallel calls of one', { tools: [weatherTool], parallel_tool_calls: false }],
]
