import t from 'tap'
import { listedModel } from '../../../../services/sdk/models/listed.ts'

// What LiteLLM 1.106.2 says of these names by themselves: mode, most input, most output.
const names: readonly (readonly [name: string, mode: string | undefined, input?: number, output?: number])[] = [
  ['claude', undefined],
  ['claude-sonnet-4', 'chat', 200_000, 64_000],
  ['gpt-5', 'chat', 272_000, 128_000],
  ['foo/claude-opus-9', 'chat', 200_000, 64_000],
  ['gpt-4o-2099-01-01', 'chat', 128_000, 16_384],
  ['gemini-9-pro', 'chat'],
  ['openai/gpt-3.5-turbo-instruct', undefined],
  ['text-completion-openai/davinci-002', 'completion', 16_384, 4_096],
  ['anthropic/claude-sonnet-4-20250514', 'chat', 200_000, 64_000],
  ['groq/openai/gpt-oss-120b', 'chat', 131_072, 65_536],
  ['whisper-1', 'audio_transcription'],
  ['gemini/gemini-1.5-pro', undefined],
]

const limits = (input?: number, output?: number): object => ({
  ...(input === undefined ? {} : { max_input_tokens: input }),
  ...(output === undefined ? {} : { max_output_tokens: output }),
})

t.test('what a name tells by itself', async t => {
  for (const [name, mode, input, output] of names) {
    t.strictSame(listedModel(name, []), { ...(mode ? { mode } : {}), ...limits(input, output) }, name)
  }
})

const behind = (model: string, told = {}): Parameters<typeof listedModel>[1][number] => ({
  target: { provider: 'openai', model },
  told,
})

t.test('the models behind a name come first, unless they are guessed', async t => {
  t.match(listedModel('claude-sonnet-4-5', [behind('gpt-4o')]), limits(128_000, 16_384))
  t.match(listedModel('gpt-4o', [behind('claude-opus-9')]), limits(128_000, 16_384))
  t.match(listedModel('mine', [behind('claude-opus-9')]), limits(200_000, 64_000))
  t.match(listedModel('claude-opus-9', [behind('nobody')]), limits(200_000, 64_000), 'nothing is known of the model')
  t.match(listedModel('mine', [behind('gpt-4o'), behind('gpt-5')]), limits(272_000, 128_000), 'the widest')
})

t.test('what the configuration tells counts most', async t => {
  const told = { mode: 'completion', max_input_tokens: 7 }
  t.strictSame(listedModel('mine', [behind('gpt-4o', told)]), { ...told, max_output_tokens: 16_384 })
})
