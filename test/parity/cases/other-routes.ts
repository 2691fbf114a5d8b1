/** Providers that LiteLLM asks by chats alone, whatever the route: the routes besides chats. */
import { anthropicAnswer } from '../answers.ts'
import type { ParityCase } from '../case.ts'
import { awsError, converse, titan } from './cloud-completions.ts'
import { routesOf } from './native-routes.ts'
import type { Words } from './natives.ts'
import { ollamaWords } from './ollama.ts'

const others: Readonly<Record<string, Words>> = {
  ...ollamaWords,
  'bedrock-nova': converse,
  'bedrock-invoke-3': { whole: anthropicAnswer(), error: awsError, declinesStreams: true },
}

export const otherRouteCases: readonly ParityCase[] = [
  ...Object.entries(others).flatMap(([model, words]) => routesOf(`other routes/${model}/`, model, words)),
  ...routesOf('other routes/titan/', 'bedrock', { ...titan, declinesStreams: true }).map(one => ({
    ...one,
    deployment: titan.deployment,
  })),
]
