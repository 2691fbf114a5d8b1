/** Bedrock's engine for open models (Mantle): OpenAI's chat completions, let in by a token of Bedrock's or signed. */
import { type AwsAccess, awsAccess } from '../../aws/access.ts'
import { findModel } from '../../models/table.ts'
import { asString } from '../json.ts'
import { openaiTranslator } from '../openai/translator.ts'
import { type JsonObject, NotServed, type Target, type Translator } from '../translator.ts'
import { regionInPath } from './model-id.ts'

export const mantleTranslator: Translator = {
  ...openaiTranslator,
  request(chat, given) {
    const model = withoutRegion(given.model)
    const target = { ...given, model, apiBase: baseOf(given) }
    if (/claude/i.test(model)) throw new NotServed('The sdk backend does not serve Claude at Bedrock Mantle.')
    const made = openaiTranslator.request(chat, target)
    const project = asString(given.defaults['aws_bedrock_project_id'])
    const headers = { ...made.headers, ...(project === undefined ? {} : { 'openai-project': project }) }
    if (given.apiKey !== undefined) return { ...made, headers }
    return { ...made, headers, signing: { service: 'bedrock', region: regionOf(target.apiBase, given) } }
  },
}

/** How Mantle is reached: LiteLLM has variables for its region that the rest of Bedrock has not. */
export function mantleAccess(
  params: JsonObject,
  apiKey: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): AwsAccess {
  const usual = env.BEDROCK_MANTLE_REGION || env.AWS_REGION_NAME || env.AWS_REGION || 'us-east-1'
  return awsAccess(params, apiKey, { ...env, AWS_REGION_NAME: usual })
}

/** A model's name without the region that may stand before it. */
const withoutRegion = (model: string): string =>
  regionInPath(model) === undefined ? model : model.slice(model.indexOf('/') + 1)

const host = /^https?:\/\/bedrock-mantle\.([^/.]+)\.api\.aws(?=\/|$)/i

/** Where a call is signed for: where it goes, if that is one of AWS's places. */
function regionOf(apiBase: string, { aws }: Target): string {
  return host.exec(apiBase)?.[1] ?? aws?.region ?? aws?.usualRegion ?? 'us-east-1'
}

function baseOf(target: Target): string {
  if (target.apiBase !== '') return target.apiBase
  const entry = findModel(target.provider, withoutRegion(target.model))?.entry
  const path = entry?.['use_openai_responses_path'] === true ? 'openai/v1' : 'v1'
  const region = target.aws?.region ?? regionInPath(target.model) ?? regionOf('', target)
  return `https://bedrock-mantle.${region}.api.aws/${path}`
}
