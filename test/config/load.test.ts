import path from 'node:path'
import t from 'tap'
import { ConfigError } from '../../config/faults.ts'
import { loadGatewayConfig, loadLitellmConfig } from '../../config/load.ts'
import { writeFile } from '../support/files.ts'

const root = path.resolve(import.meta.dirname, '../..')
const env = {
  LITELLM_MASTER_KEY: 'sk-test',
  ANTHROPIC_API_KEY: 'a',
  OPENAI_API_KEY: '',
  SUPERMEMORY_API_BASE: 'https://api.supermemory.ai/v3',
}

/** The findings of a file that must be faulty. */
function faultsOf(load: () => unknown): { line: number; path: string; message: string }[] {
  try {
    load()
  } catch (error) {
    if (error instanceof ConfigError) return error.findings.map(({ line, path, message }) => ({ line, path, message }))
    throw error
  }
  throw new Error('the file was accepted')
}

t.test('our own configuration is valid, its references are resolved', async t => {
  const { config, warnings } = loadLitellmConfig(path.join(root, 'config/config.yaml'), env)
  t.equal(config.model_list[0]?.litellm_params.api_key, 'a')
  t.equal(config.general_settings?.master_key, 'sk-test')
  t.equal(config.user_id_mappings?.custom_header, 'x-memory-user-id')
  t.ok(warnings.every(({ message }) => message.includes('OPENAI_API_KEY is empty')))
  t.equal(loadGatewayConfig(path.join(root, 'config/gateway.yaml')).listen.port, 8764)
})

const model = 'model_list:\n  - model_name: m\n    litellm_params:\n      model: openai/m\n'

const faulty: { name: string; yaml: string; want: { line: number; path: string; message: RegExp }[] }[] = [
  {
    name: 'broken YAML',
    yaml: 'model_list:\n  - model_name: "m\n',
    want: [{ line: 3, path: '', message: /not valid YAML: Missing closing/ }],
  },
  {
    name: 'a required key is missing',
    yaml: 'model_list:\n  - model_name: m\n    litellm_params:\n      api_base: http://x\n',
    want: [{ line: 4, path: 'model_list[0].litellm_params.model', message: /required/ }],
  },
  {
    name: 'a value of the wrong type',
    yaml: `${model}      timeout: soon\n`,
    want: [{ line: 5, path: 'model_list[0].litellm_params.timeout', message: /expected number/ }],
  },
  {
    name: 'a variable that is not set',
    yaml: `${model}      api_key: os.environ/NO_SUCH_KEY\n`,
    want: [{ line: 5, path: 'model_list[0].litellm_params.api_key', message: /NO_SUCH_KEY is not set/ }],
  },
  {
    name: 'a pattern RE2 does not know',
    yaml: `${model}user_id_mappings:\n  header_patterns:\n    - header: user-agent\n      pattern: (a)\\1\n      user_id: u\n`,
    want: [{ line: 8, path: 'user_id_mappings.header_patterns[0].pattern', message: /not a valid RE2 pattern/ }],
  },
  {
    name: 'an unknown key in a block that is ours',
    yaml: `${model}user_id_mappings:\n  default_user: u\n`,
    want: [{ line: 6, path: 'user_id_mappings.default_user', message: /unknown key/ }],
  },
  {
    name: 'the same key twice',
    yaml: `${model}general_settings: {}\ngeneral_settings: {}\n`,
    want: [{ line: 6, path: '', message: /unique/i }],
  },
  {
    name: 'every fault at once, in the order of their lines',
    yaml: `${model}      api_key: os.environ/NO_SUCH_KEY\ngeneral_settings:\n  master_key: 5\n`,
    want: [
      { line: 5, path: 'model_list[0].litellm_params.api_key', message: /NO_SUCH_KEY/ },
      { line: 7, path: 'general_settings.master_key', message: /expected string/ },
    ],
  },
]

for (const { name, yaml, want } of faulty) {
  t.test(`fault: ${name}`, async t => {
    const file = writeFile(t.testdir({}), 'config.yaml', yaml)
    t.match(
      faultsOf(() => loadLitellmConfig(file, {})),
      want,
    )
  })
}

t.test('a file that is not there is named', async t => {
  const file = path.join(t.testdir({}), 'nothing.yaml')
  t.match(
    faultsOf(() => loadLitellmConfig(file, {})),
    [{ line: 0, message: /no such file; CONFIG_PATH/ }],
  )
})

t.test('warnings: unknown keys, and memory routing that LiteLLM would swallow', async t => {
  const file = writeFile(
    t.testdir({}),
    'config.yaml',
    `${model}    modle_info: {}\nuser_id_mappings: {}\nrouter_setting: {}\n`,
  )
  const { config, warnings } = loadLitellmConfig(file, {})
  t.match(
    warnings.map(({ line, path, message }) => ({ line, path, message })),
    [
      { line: 7, path: 'router_setting', message: /unknown key/ },
      { line: 5, path: 'model_list[0].modle_info', message: /unknown key/ },
      { path: 'general_settings', message: /memory routing does nothing/ },
    ],
  )
  t.match(config, { router_setting: {} }, 'unknown keys are kept')
})

t.test('unknown parameters of a deployment are kept without a word', async t => {
  const file = writeFile(
    t.testdir({}),
    'config.yaml',
    `${model}      organization: o\n      use_in_pass_through: yes\n`,
  )
  const { config, warnings } = loadLitellmConfig(file, {})
  t.match(
    config.model_list[0]?.litellm_params,
    { organization: 'o', use_in_pass_through: true },
    'yes is a boolean, as PyYAML reads it',
  )
  t.strictSame(warnings, [])
})

t.test('variables may come from environment_variables', async t => {
  const yaml = `${model}      api_key: os.environ/FROM_FILE\nenvironment_variables:\n  FROM_FILE: secret\n`
  const { config } = loadLitellmConfig(writeFile(t.testdir({}), 'config.yaml', yaml), {})
  t.equal(config.model_list[0]?.litellm_params.api_key, 'secret')
})

t.test('the gateway configuration has a default for everything and refuses what it does not know', async t => {
  const folder = t.testdir({})
  t.equal(loadGatewayConfig(path.join(folder, 'absent.yaml')).limits.body_bytes, 33_554_432)
  const file = writeFile(folder, 'gateway.yaml', 'listen:\n  prot: 1\nports:\n  sdk: 70000\n')
  t.match(
    faultsOf(() => loadGatewayConfig(file)),
    [
      { line: 2, path: 'listen.prot', message: /unknown key/ },
      { line: 4, path: 'ports.sdk', message: /65535/ },
    ],
  )
})
