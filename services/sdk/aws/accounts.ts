/** Which providers are reached through AWS, and what each of them makes of the deployment and the variables. */
import { regionInArn } from '../providers/bedrock/model-id.ts'
import type { JsonObject } from '../providers/translator.ts'
import { type AwsAccess, awsAccess } from './access.ts'

type Env = Readonly<Record<string, string | undefined>>

/** A deployment as the configuration has it; `apiKey` may be a variable's, `ownKey` stands in the deployment itself. */
interface Named {
  readonly provider: string
  readonly model: string
  readonly apiKey: string | undefined
  readonly ownKey: string | undefined
}

/** A deployment's access; undefined where AWS is not asked. */
export function awsAccessOf(deployment: Named, params: JsonObject, env: Env): AwsAccess | undefined {
  const { provider, model, apiKey, ownKey } = deployment
  switch (provider) {
    case 'bedrock':
      return awsAccess(params, ownKey, env, regionInArn(model))
    case 'bedrock_mantle':
      return awsAccess(params, apiKey, env, undefined, mantleRegion(env))
    case 'sagemaker_chat':
    case 'sagemaker_nova':
      return awsAccess(params, undefined, env)
    case 'sagemaker':
      // It takes signatures alone, and reads variables in another order.
      return awsAccess(
        params,
        undefined,
        signatures(env),
        undefined,
        env.AWS_REGION || env.AWS_REGION_NAME || 'us-west-2',
      )
    default:
      return undefined
  }
}

/** The region in an address of Mantle's. */
export function mantleHostRegion(url: string): string | undefined {
  return /^https?:\/\/bedrock-mantle\.([^/.]+)\.api\.aws(?=\/|$)/i.exec(url)?.[1]
}

interface Place {
  readonly provider: string
  readonly apiBase: string
  readonly aws?: AwsAccess | undefined
}

/** The region whose prices count; undefined where they are the same everywhere. */
export function priceRegion({ provider, apiBase, aws }: Place): string | undefined {
  if (provider !== 'bedrock_mantle') return undefined
  return aws?.region ?? mantleHostRegion(apiBase) ?? aws?.usualRegion
}

const signatures = (env: Env): Env => ({ ...env, AWS_BEARER_TOKEN_BEDROCK: undefined })

const mantleRegion = (env: Env): string =>
  env.BEDROCK_MANTLE_REGION || env.AWS_REGION_NAME || env.AWS_REGION || 'us-east-1'
