import path from 'node:path'
import t from 'tap'
import { loadEnvironment } from '../../config/environment.ts'
import { writeFile } from '../support/files.ts'

const root = path.resolve(import.meta.dirname, '../..')

t.test('.env fills what is not set, and no more', async t => {
  const file = writeFile(t.testdir({}), '.env', 'LITELLM_MASTER_KEY=from-file\nOPENAI_API_KEY=real\n')
  const env: Record<string, string | undefined> = { CROSSFADE_ENV_FILE: file, LITELLM_MASTER_KEY: 'from-shell' }
  const settings = loadEnvironment(root, env)
  t.equal(env.LITELLM_MASTER_KEY, 'from-shell')
  t.equal(env.OPENAI_API_KEY, 'real')
  t.equal(settings.providers, 'real')
  t.equal(env.ANTHROPIC_API_BASE, undefined)
})

t.test('with no key the simulator takes the place of every provider, for both backends', async t => {
  const env: Record<string, string | undefined> = { CROSSFADE_ENV_FILE: '/nowhere', SIMULATOR_PORT: '1234' }
  const settings = loadEnvironment(root, env)
  t.equal(settings.providers, 'simulator')
  t.match(env, {
    ANTHROPIC_API_KEY: 'simulator',
    ANTHROPIC_API_BASE: 'http://127.0.0.1:1234',
    OPENAI_BASE_URL: 'http://127.0.0.1:1234/v1',
    SUPERMEMORY_API_BASE: 'http://127.0.0.1:1234/supermemory/v3/api.anthropic.com',
  })
  t.equal(loadEnvironment(root, env).providers, 'simulator', 'a child that inherits this decides the same')
})

const deployments = [
  { name: 'a literal key', params: 'model: openai/m\n      api_key: sk-live', want: 'real' },
  { name: 'an address of its own', params: 'model: openai/m\n      api_base: http://10.0.0.1/v1', want: 'real' },
  { name: 'a variable that is empty', params: 'model: openai/m\n      api_key: os.environ/MY_KEY', want: 'simulator' },
  { name: 'nothing', params: 'model: openai/m', want: 'simulator' },
  { name: 'an account of Google', params: 'model: vertex_ai/m\n      vertex_credentials: /a.json', want: 'real' },
  { name: 'a role of AWS', params: 'model: bedrock/m\n      aws_role_name: arn:aws:iam::1:role/r', want: 'real' },
  {
    name: 'an empty key of AWS',
    params: 'model: bedrock/m\n      aws_access_key_id: os.environ/MY_KEY',
    want: 'simulator',
  },
  { name: 'AWS and only a region', params: 'model: bedrock/m\n      aws_region_name: eu-west-1', want: 'simulator' },
]
for (const { name, params, want } of deployments) {
  t.test(`a deployment with ${name} means ${want}`, async t => {
    const yaml = `model_list:\n  - model_name: m\n    litellm_params:\n      ${params}\n`
    const env = { CROSSFADE_ENV_FILE: '/nowhere', CONFIG_PATH: writeFile(t.testdir({}), 'c.yaml', yaml), MY_KEY: '' }
    t.equal(loadEnvironment(root, env).providers, want)
  })
}

t.test('a variable with an account of a cloud counts where a deployment is of that cloud', async t => {
  const chosen = (model: string): string => {
    const yaml = `model_list:\n  - model_name: m\n    litellm_params:\n      model: ${model}\n`
    const CONFIG_PATH = writeFile(t.testdir({}), 'c.yaml', yaml)
    const env = { CROSSFADE_ENV_FILE: '/nowhere', CONFIG_PATH, GOOGLE_APPLICATION_CREDENTIALS: '/a.json' }
    return loadEnvironment(root, env).providers
  }
  t.equal(chosen('vertex_ai/gemini-2.5-pro'), 'real')
  t.equal(chosen('openai/gpt-4o'), 'simulator')
})

t.test('CONFIG_PATH, PROXY_PORT and LOG_LEVEL are honoured; a port that is none is refused', async t => {
  const base = { CROSSFADE_ENV_FILE: '/nowhere' }
  const settings = loadEnvironment(root, { ...base, CONFIG_PATH: 'other.yaml', PROXY_PORT: '9000', LOG_LEVEL: 'DEBUG' })
  t.match(settings, { configPath: path.join(root, 'other.yaml'), ports: { gateway: 9000 }, logLevel: 'debug' })
  t.throws(() => loadEnvironment(root, { ...base, PROXY_PORT: '80a' }), /PROXY_PORT=80a is not a port/)
})
