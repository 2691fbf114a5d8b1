import type { FastifyInstance } from 'fastify'
import { handle } from '../../handle.ts'
import { countTokens as countMessages } from '../anthropic/messages.ts'
import { converse, converseStream } from './converse.ts'
import { countTokens } from './count.ts'
import { invoke, invokeStream } from './invoke.ts'
import { grantRole } from './sts.ts'
import { bedrock } from './wire.ts'

/** The routes of Bedrock's runtime, and of AWS's token service. */
export function bedrockRoutes(app: FastifyInstance): void {
  app.post('/model/:target/converse', handle(app, bedrock, converse))
  app.post('/model/:target/converse-stream', handle(app, bedrock, converseStream))
  app.post('/model/:target/invoke', handle(app, bedrock, invoke))
  app.post('/model/:target/invoke-with-response-stream', handle(app, bedrock, invokeStream))
  app.post('/model/:target/count-tokens', handle(app, bedrock, countTokens))
  app.post('/anthropic/v1/messages/count_tokens', handle(app, bedrock, countMessages))
  app.post('/', grantRole)
}
