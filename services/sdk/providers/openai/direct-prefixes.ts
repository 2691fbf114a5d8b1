/**
 * The prefixes on OpenAI's wire whose providers LiteLLM asks by itself (main.py, `_complete_…`, and the providers'
 * transformations): it keeps less of a stream than OpenAI's client does, and words errors otherwise.
 */
import { common, type Compatible, type Habit, list, penalties, prefix } from './habits.ts'

const direct = (...line: Parameters<typeof prefix>): Compatible => ({ ...prefix(...line), direct: true })

/** LiteLLM's class for those that are like OpenAI. */
const alike: readonly Habit[] = ['old limit', 'plain answers']

/** By prefix. */
export const directPrefixes: Readonly<Record<string, Compatible>> = {
  amazon_nova: direct(
    'https://api.nova.amazon.com/v1',
    [...alike, 'cache marks', 'quoted errors', 'headless errors'],
    list(
      'top_p temperature max_tokens max_completion_tokens metadata stop stream stream_options tools tool_choice ' +
        'reasoning_effort',
    ),
  ),
  bedrock_mantle: direct(undefined, [...alike, 'known reasoning', 'series verbosity', 'bedrock errors']),
  cloudflare: direct(undefined, ['cloudflare errors']),
  cometapi: direct('https://api.cometapi.com/v1', ['no tiers']),
  compactifai: direct('https://api.compactif.ai/v1', ['plain answers', 'quoted errors']),
  databricks: direct(
    undefined,
    [...alike, 'cache marks', 'alike errors'],
    list(
      'stream stop temperature top_p max_tokens max_completion_tokens n response_format tools tool_choice ' +
        'reasoning_effort thinking',
    ),
  ),
  datarobot: { ...direct('https://app.datarobot.com', [...alike, 'quoted errors']), fallbackKey: 'fake-api-key' },
  edenai: direct('https://api.edenai.run/v3', ['known reasoning']),
  gradient_ai: direct(
    'https://inference.do-ai.run',
    ['plain answers', 'quoted errors'],
    [...list('max_tokens max_completion_tokens stop stream stream_options temperature top_p'), ...penalties],
  ),
  heroku: direct(undefined, ['text', 'quoted errors']),
  huggingface: direct(undefined, ['raw messages', 'hugging face errors']),
  lemonade: {
    ...direct('http://localhost:8000/api/v1', [...alike, 'developers', 'usage unasked', 'alike errors']),
    fallbackKey: 'lemonade',
  },
  maritalk: direct(
    'https://chat.maritaca.ai/api',
    ['plain answers', 'cache marks', 'quoted errors', 'headless errors'],
    [...list('top_p temperature max_tokens n stop stream stream_options tools tool_choice'), ...penalties],
  ),
  minimax: direct('https://api.minimax.io/v1', ['cache marks', 'known thinking', 'quoted errors']),
  nadir: direct(
    'https://api.getnadir.com/v1',
    ['quoted errors'],
    [...list('max_tokens response_format stream temperature top_p'), ...penalties],
  ),
  ovhcloud: direct('https://oai.endpoints.kepler.ai.cloud.ovh.net/v1', ['quoted errors']),
  ragflow: direct(undefined, ['raw messages', 'whole chunks']),
  sagemaker_chat: direct(undefined, ['whole chunks', 'sagemaker errors']),
  sagemaker_nova: direct(undefined, ['whole chunks', 'quoted errors'], [...common, 'reasoning_effort']),
  snowflake: direct(
    undefined,
    ['raw messages', 'plain answers', 'quoted errors'],
    list('temperature max_tokens max_completion_tokens top_p stream tools tool_choice'),
  ),
}
