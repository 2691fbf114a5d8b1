/** A provider that answers by a script, deployment by deployment, and configurations that point at it. */
import type http from 'node:http'
import type { Test } from 'tap'
import { type LitellmConfig, litellmSchema } from '../../config/litellm-schema.ts'
import { startProvider } from './sdk-worker.ts'

/** Writes one answer. */
export type ProviderAnswer = (res: http.ServerResponse) => void

/** A chat completion of 1000 tokens in and 500 out. */
export const good: ProviderAnswer = res => {
  res.writeHead(200, { 'content-type': 'application/json', 'x-request-id': 'r-1', 'x-ratelimit-limit-requests': '9' })
  const message = { role: 'assistant', content: 'hello' }
  const usage = { prompt_tokens: 1000, completion_tokens: 500, total_tokens: 1500 }
  const choices = [{ index: 0, message, finish_reason: 'stop' }]
  res.end(JSON.stringify({ id: 'c', object: 'chat.completion', created: 1, model: 'gpt-4.1-mini', choices, usage }))
}
/** An error status. */
export const failing =
  (status: number, headers: http.OutgoingHttpHeaders = {}): ProviderAnswer =>
  res => {
    res.writeHead(status, { 'content-type': 'application/json', ...headers })
    res.end(JSON.stringify({ error: { message: `told ${status}`, type: 'x' } }))
  }

/** A provider that plays a list of answers for each path segment `/<name>/…`; the last one goes on for ever. */
export async function startScripted(
  t: Test,
  scripts: Record<string, ProviderAnswer[]>,
): Promise<{ origin: string; calls: string[] }> {
  const calls: string[] = []
  const origin = await startProvider(t, (req, res) => {
    const name = req.url?.split('/')[1] ?? ''
    const script = scripts[name] ?? []
    const answer = script[Math.min(calls.filter(call => call === name).length, script.length - 1)]
    calls.push(name)
    req.resume()
    answer?.(res)
  })
  return { origin, calls }
}

/** Groups by name, each with its deployments' paths at the provider. */
export function groups(origin: string, names: Record<string, string[]>, more: object = {}): LitellmConfig {
  const model_list = Object.entries(names).flatMap(([model_name, paths]) =>
    paths.map(path => ({
      model_name,
      litellm_params: { model: 'openai/gpt-4.1-mini', api_base: `${origin}/${path}`, api_key: 'k' },
      model_info: { id: `id-${path}` },
    })),
  )
  return litellmSchema.parse({ model_list, ...more })
}
