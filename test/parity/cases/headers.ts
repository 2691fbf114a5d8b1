/** Headers: whose reach the provider, which betas are let through, where the clients' key may be. */
import { geminiAnswer } from '../answers.ts'
import { callsOf, chats } from '../case.ts'

const betas = 'context-1m-2025-08-07,claude-code-20250219,prompt-caching-2024-07-31,unknown-2030-01-01'

export const headerCases = [
  ...['vertex-claude', 'bedrock-nova', 'bedrock', 'bedrock-invoke'].flatMap(model =>
    chats(`headers/${model}`, model, [
      ['a version', {}, { headers: { 'anthropic-version': '2024-01-01' } }],
      ['betas and versions', {}, { headers: { 'anthropic-beta': betas, 'anthropic-version': '2024-01-01' } }],
    ]),
  ),
  ...chats('headers/vertex-gemini', 'vertex-gemini', [
    ['a version', {}, { provider: geminiAnswer(), headers: { 'anthropic-version': '2024-01-01' } }],
    ['betas', {}, { provider: geminiAnswer(), headers: { 'anthropic-beta': betas } }],
  ]),
  ...['vertex-gemini', 'vertex-claude', 'bedrock-nova', 'claude'].flatMap(model =>
    callsOf('/v1/responses', `headers/responses/${model}`, { model, input: 'hi' }, [
      ['betas and versions', {}, { headers: { 'anthropic-beta': betas, 'anthropic-version': '2024-01-01' } }],
    ]),
  ),
  ...chats('headers', 'claude', [
    ['betas and versions', {}, { headers: { 'anthropic-beta': betas, 'anthropic-version': '2024-01-01' } }],
    [
      'x-headers pass',
      {},
      { headers: { 'x-foo': 'bar', 'x-stainless-lang': 'js', traceparent: '00-1-2-01', cookie: 'a=b' } },
    ],
    [
      'a beta that the body asks for, too',
      {
        response_format: { type: 'json_schema', json_schema: { name: 'n', schema: { type: 'object' } } },
      },
      { headers: { 'anthropic-beta': 'interleaved-thinking-2025-05-14' } },
    ],
    ['extra_headers of the body', { extra_headers: { 'x-extra': '1' } }],
    ['user-agent and referer stay', {}, { headers: { 'user-agent': 'a-client/1', referer: 'https://x.example.com' } }],
  ]),
  ...chats('headers/openai', 'gpt', [
    ['x-headers pass', {}, { headers: { 'x-foo': 'bar', 'anthropic-beta': 'z', 'openai-organization': 'org-2' } }],
    ['extra_headers of the body', { extra_headers: { 'x-extra': '1' } }],
  ]),
]
