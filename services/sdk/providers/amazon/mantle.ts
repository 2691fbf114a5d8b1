/** Bedrock Mantle: OpenAI's wire at Amazon's own hosts, with a bearer token or a signature (llms/bedrock_mantle). */
import { mantleHostRegion } from '../../aws/accounts.ts'
import { findModel } from '../../models/table.ts'
import { regionInPath } from '../bedrock/model-id.ts'
import { asString } from '../json.ts'
import { openaiTranslator } from '../openai/translator.ts'
import { NotServed, type ProviderRequest, type Target, type Translator } from '../translator.ts'
import { admittedAt } from './admitted.ts'

/** A model without the region that may stand before it. */
const mantleModel = (model: string): string =>
  regionInPath(model) === undefined ? model : model.slice(model.indexOf('/') + 1)

/** Where a deployment's models are. */
function baseOf({ apiBase, aws, model }: Target): string {
  if (apiBase !== '') return apiBase
  const region = aws?.region ?? regionInPath(model) ?? aws?.usualRegion ?? ''
  const entry = findModel('bedrock_mantle', mantleModel(model))?.entry
  return `https://bedrock-mantle.${region}.api.aws/${entry?.['use_openai_responses_path'] === true ? 'openai/v1' : 'v1'}`
}

/** The region that a call is signed for: that of its host, whatever the configuration says. */
function signedRegion(url: string, { aws }: Target): string {
  return mantleHostRegion(url) ?? aws?.region ?? aws?.usualRegion ?? ''
}

export const mantleTranslator: Translator = {
  ...openaiTranslator,
  request(chat, target): ProviderRequest {
    if (target.model.toLowerCase().includes('claude')) {
      throw new NotServed('The sdk backend does not serve Claude at Bedrock Mantle.')
    }
    const located = { ...target, model: mantleModel(target.model), apiBase: baseOf(target), apiKey: undefined }
    const made = openaiTranslator.request(chat, located)
    const project = asString(target.defaults['aws_bedrock_project_id'])
    const headers = { ...made.headers, ...(project === undefined ? {} : { 'openai-project': project }) }
    const signing = { service: 'bedrock', region: signedRegion(made.url, target) }
    return admittedAt(target, { ...made, headers }, signing)
  },
}
