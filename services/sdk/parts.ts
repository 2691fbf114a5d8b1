/** What every route of the worker is given. */
import type { LitellmConfig } from '../../config/litellm-schema.ts'
import type { LitellmNote } from '../shared/litellm-note.ts'
import type { Logger } from '../shared/logger.ts'
import type { Headers, MemoryRoute } from '../shared/memory-routing.ts'
import type { UpstreamMetrics } from '../shared/metrics.ts'
import type { Catalogue } from './deployments.ts'
import type { CountTokens } from './exchange.ts'
import type { Gather } from './gathering/gatherer.ts'
import type { SessionManager } from './sessions/manager.ts'
import type { Copilot } from './sign-in/copilot.ts'
import type { GoogleSignIn } from './sign-in/google.ts'
import type { Tokens } from './sign-in/grants.ts'

export interface SdkParts {
  readonly config: LitellmConfig
  readonly catalogue: Catalogue
  readonly sessions: SessionManager
  readonly googleSignIn: GoogleSignIn
  readonly tokens: Tokens
  readonly copilot: Copilot
  readonly gather: Gather
  readonly memoryRoute: (headers: Headers) => MemoryRoute
  readonly supermemoryKey: string | undefined
  readonly metrics: UpstreamMetrics
  readonly countTokens: CountTokens
  readonly logger: Logger
  /** Which LiteLLM runs beside this worker, for `/health`. */
  readonly litellm: () => LitellmNote
  /** Milliseconds of silence after which a stream's client is sent a sign of life; 0 for never. */
  readonly keepAliveMs: number
  /** In [0, 1). */
  readonly random: () => number
}
