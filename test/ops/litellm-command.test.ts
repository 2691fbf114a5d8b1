import t from 'tap'
import { litellmCommand, litellmEnvironment } from '../../ops/litellm/command.ts'

const place = { bin: '/ll/bin/litellm', configPath: '/c.yaml', port: 4000, env: {}, pycache: null }
const own = ['/ll/bin/litellm', '--config', '/c.yaml', '--host', '127.0.0.1', '--port', '4000']

void t.test('the command', async t => {
  const plain = litellmCommand({ ...place, prefix: [] })
  t.equal(plain.file, '/ll/bin/litellm')
  t.strictSame(plain.args, own)
  const guarded = litellmCommand({ ...place, prefix: ['setpriv', '--pdeathsig', 'KILL'] })
  t.equal(guarded.file, '/usr/bin/env', 'execve does not search the PATH')
  t.strictSame(guarded.args, ['/usr/bin/env', 'setpriv', '--pdeathsig', 'KILL', ...own])
})

void t.test('the environment', async t => {
  const cases: { name: string; given: string; want: string | undefined }[] = [
    { name: 'LITELLM_LOCAL_MODEL_COST_MAP', given: 'False', want: 'True' },
    { name: 'HF_HUB_OFFLINE', given: '0', want: '1' },
    { name: 'PYTHONUNBUFFERED', given: '', want: '1' },
    { name: 'LITELLM_RUST', given: 'true', want: undefined },
    { name: 'NODE_CHANNEL_FD', given: '3', want: undefined },
    { name: 'NODE_CHANNEL_SERIALIZATION_MODE', given: 'json', want: undefined },
    { name: 'NODE_APP_INSTANCE', given: '0', want: undefined },
    { name: 'PM2_HOME', given: 'x', want: undefined },
    { name: 'pm_id', given: '3', want: undefined },
    { name: 'axm_monitor', given: '{}', want: undefined },
    { name: 'status', given: 'launching', want: undefined },
    { name: 'litellm', given: '{}', want: undefined },
    { name: 'LITELLM_DANGEROUSLY_PERMIT_WEAK_OR_UNSET_MASTER_KEY', given: 'true', want: 'true' },
    { name: 'ANTHROPIC_API_BASE', given: 'http://127.0.0.1:1', want: 'http://127.0.0.1:1' },
    { name: 'DISABLE_ADMIN_UI', given: 'true', want: 'true' },
    { name: 'PATH', given: '/bin', want: '/bin' },
  ]
  const given = Object.fromEntries(cases.map(({ name, given }) => [name, given]))
  const env = litellmEnvironment({ ...given, name: 'litellm' }, null)
  for (const { name, want } of cases) t.equal(env[name], want, name)
})

void t.test('compiled files stay in the folder given', async t => {
  const given = { PYTHONDONTWRITEBYTECODE: '1' }
  t.strictSame(litellmEnvironment(given, '/x').PYTHONPYCACHEPREFIX, '/x')
  t.equal(litellmEnvironment(given, '/x').PYTHONDONTWRITEBYTECODE, undefined)
  t.equal(litellmEnvironment(given, null).PYTHONDONTWRITEBYTECODE, '1')
})
