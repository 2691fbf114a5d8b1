import t from 'tap'
import { litellmSchema } from '../../../config/litellm-schema.ts'
import { maskedParams } from '../../../services/sdk/routes/masked-params.ts'
import { startSdkWorker } from '../../support/sdk-worker.ts'

t.test('what is told of parameters', async t => {
  t.strictSame(
    maskedParams({
      api_key: 'gone',
      client_secret: 'gone',
      vertex_credentials: { private_key: 'gone' },
      vertex_ai_credentials: 'gone',
      aws_access_key_id: 'gone',
      aws_secret_access_key: 'gone',
      aws_session_token: '0123456789',
      zen_api_key: '01234567',
      oci_fingerprint: '',
      private: 123_456_789,
      auth: null,
      max_tokens: 5,
      input_cost_per_token: 0.1,
      aws_region_name: 'eu-west-1',
      extra_body: { 'X-Api-Key': '0123456789', deep: [{ password: 'abc' }, 'kept'] },
      token: ['0123456789', 7, ['0123456789']],
    }),
    {
      aws_session_token: '0123**6789',
      zen_api_key: '********',
      oci_fingerprint: '',
      private: '1234*6789',
      auth: null,
      max_tokens: 5,
      input_cost_per_token: 0.1,
      aws_region_name: 'eu-west-1',
      extra_body: { 'X-Api-Key': '0123**6789', deep: [{ password: '***' }, 'kept'] },
      token: ['0123**6789', 7, ['0123**6789']],
    },
  )
})

t.test('no list tells a secret, of the configuration or of the environment', async t => {
  const deployments = {
    aws: {
      model: 'bedrock/us.amazon.nova-pro-v1:0',
      aws_access_key_id: 'AKIA-hidden-1',
      aws_secret_access_key: 'hidden',
    },
    google: { model: 'vertex_ai/gemini-2.5-pro', vertex_credentials: '{"private_key":"hidden"}' },
    ibm: { model: 'watsonx/m', api_base: 'http://ibm.test', token: 'this is hidden from all' },
    oracle: { model: 'oci/m', api_base: 'http://oracle.test' },
    azure: { model: 'azure/m', api_base: 'http://azure.test', azure_ad_token: 'this is hidden from all' },
  }
  const model_list = Object.entries(deployments).map(([model_name, litellm_params]) => ({ model_name, litellm_params }))
  const env = { OCI_KEY: 'this is hidden from all' }
  const worker = await startSdkWorker(t, { config: litellmSchema.parse({ model_list }), env })
  for (const path of ['/v1/model/info', '/model_group/info', '/v1/models?include_metadata=true', '/health']) {
    const answer = await fetch(worker.base + path)
    t.equal(answer.status, 200, path)
    t.notMatch(await answer.text(), /hidden/, path)
  }
})
