import { existsSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import t from 'tap'
import { exitCodes } from '../../ops/exit-codes.ts'
import { writeFile } from '../support/files.ts'
import { prepareCli, root } from '../support/cli-run.ts'

const model = 'model_list:\n  - model_name: m\n    litellm_params:\n      model: openai/m\n'

const broken: { name: string; yaml: string; line: number; says: RegExp }[] = [
  { name: 'not YAML', yaml: 'model_list:\n  - model_name: "m\n', line: 3, says: /not valid YAML/ },
  {
    name: 'a required key missing',
    yaml: 'model_list:\n  - litellm_params:\n      model: openai/m\n',
    line: 2,
    says: /model_list\[0\]\.model_name: required/,
  },
  { name: 'a wrong type', yaml: `${model}      timeout: soon\n`, line: 5, says: /litellm_params\.timeout: / },
  {
    name: 'a variable that is not set',
    yaml: `${model}      api_key: os.environ/NO_SUCH\n`,
    line: 5,
    says: /NO_SUCH is not set/,
  },
  {
    name: 'a pattern RE2 does not know',
    yaml: `${model}user_id_mappings:\n  header_patterns:\n    - { header: a, pattern: '(?=x)', user_id: u }\n`,
    line: 7,
    says: /not a valid RE2 pattern/,
  },
  {
    name: 'an unknown key in our own block',
    yaml: `${model}user_id_mappings:\n  defualt_user_id: u\n`,
    line: 6,
    says: /unknown key/,
  },
]

t.test('validate names file, line and path of every fault, and ends with 78', async t => {
  const cli = await prepareCli(t)
  for (const { name, yaml, line, says } of broken) {
    const file = writeFile(cli.folder, 'broken.yaml', yaml)
    for (const args of [['validate', file], ['validate']]) {
      const ran =
        args.length > 1
          ? await cli.run(...args)
          : await (await prepareCli(t, { CONFIG_PATH: file, CROSSFADE_PROVIDERS: 'real' })).run(...args)
      t.equal(ran.code, 78, name)
      t.match(ran.err, new RegExp(`broken\\.yaml:${line}\\b`), name)
      t.match(ran.err, says, name)
      t.match(ran.err, /1 fault; nothing was started\n$/, name)
      t.notMatch(ran.err, /\n\s+at /, `${name}: words, no stack trace`)
    }
  }
  const absent = await cli.run('validate', path.join(cli.folder, 'absent.yaml'))
  t.equal(absent.code, 78)
  t.match(absent.err, /absent\.yaml: no such file/)
})

t.test('start refuses a broken configuration before it starts anything', async t => {
  const cli = await prepareCli(t, {})
  const file = writeFile(cli.folder, 'broken.yaml', broken[2]!.yaml)
  const gateway = writeFile(cli.folder, 'gateway.yaml', 'listen:\n  prot: 1\n')
  for (const [more, where] of [
    [{ CONFIG_PATH: file }, /broken\.yaml:5 /],
    [{ GATEWAY_CONFIG_PATH: gateway }, /gateway\.yaml:2 listen\.prot: unknown key/],
  ] as const) {
    const other = await prepareCli(t, more)
    const ran = await other.run('start')
    t.equal(ran.code, 78)
    t.match(ran.err, where)
    t.notOk(existsSync(path.join(other.runtime, 'pm2')), 'no supervisor was started')
  }
})

t.test('validate accepts our own configuration', async t => {
  const cli = await prepareCli(t)
  const ran = await cli.run('validate')
  t.equal(ran.code, 0, ran.err)
  t.match(ran.out, /^config\/config\.yaml: valid, 5 deployments$/m)
})

t.test('status of a stopped stack: exit 3, a sentence, and the whole shape as JSON', async t => {
  const cli = await prepareCli(t)
  const plain = await cli.run('status')
  t.equal(plain.code, 3, plain.err)
  t.match(plain.out, /^stopped: nothing is running here; `npm start` starts it\n$/)
  const json = await cli.run('status', '--json')
  t.equal(json.code, 3)
  t.match(JSON.parse(json.out), {
    verdict: 'stopped',
    problems: [],
    warnings: [],
    address: `http://127.0.0.1:${cli.env.PROXY_PORT}`,
    providers: 'simulator',
    rollout: { percent: 0, phase: 'idle', version: 0 },
    backends: [
      { backend: 'binary', share: 100, up: false, requests: 0, errors: 0 },
      { backend: 'sdk', share: 0, up: false, requests: 0, errors: 0 },
    ],
    processes: [],
  })
  t.notOk(existsSync(path.join(cli.runtime, 'pm2')), 'asking starts nothing')
})

t.test('stop of a stopped stack says so', async t => {
  const cli = await prepareCli(t)
  const ran = await cli.run('stop')
  t.equal(ran.code, 0)
  t.equal(ran.out, 'Nothing is running.\n')
})

t.test('a runtime folder too long for pm2’s sockets is named before pm2 fails on it', async t => {
  const cli = await prepareCli(t)
  const other = await prepareCli(t, { CROSSFADE_RUNTIME: path.join(cli.folder, 'x'.repeat(100)) })
  for (const command of ['status', 'stop', 'start']) {
    const ran = await other.run(command)
    t.equal(ran.code, 1, command)
    t.match(ran.err, /too long a path for pm2's sockets; set CROSSFADE_RUNTIME to a shorter folder/, command)
  }
})

t.test('a port that is no port, and a share in the environment that is none', async t => {
  const port = await (await prepareCli(t, { PROXY_PORT: '99999' })).run('status')
  t.equal(port.code, 1)
  t.match(port.err, /PROXY_PORT=99999 is not a port/)
  const share = await (await prepareCli(t, { CANARY_PERCENT: 'half' })).run('start')
  t.equal(share.code, 2)
  t.match(share.err, /CANARY_PERCENT=half is not a share/)
})

t.test('help lists every command and every exit code; the version is the package’s', async t => {
  const cli = await prepareCli(t)
  const help = await cli.run('--help')
  t.equal(help.code, 0)
  for (const command of ['start', 'stop', 'status', 'set', 'rollback', 'logs', 'validate', 'schemas']) {
    t.match(help.out, new RegExp(`^ {2}${command}\\b`, 'm'))
  }
  for (const [name, code] of Object.entries(exitCodes)) t.match(help.out, `${code} ${name}`)
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string }
  t.equal((await cli.run('--version')).out, `${version}\n`)
})

t.test('the first command writes .env, private and with a key of its own; the next leaves it alone', async t => {
  const folder = t.testdir({})
  const file = path.join(folder, 'new.env')
  const cli = await prepareCli(t, { CROSSFADE_ENV_FILE: file })
  await cli.run('status')
  const first = readFileSync(file, 'utf8')
  t.match(first, /^LITELLM_MASTER_KEY=sk-[\w-]{32}$/m)
  t.equal(statSync(file).mode & 0o777, 0o600)
  await cli.run('status')
  t.equal(readFileSync(file, 'utf8'), first)
})

t.test('parity says why there is nothing to compare with', async t => {
  const cli = await prepareCli(t)
  const { code, err } = await cli.run('parity')
  t.equal(code, exitCodes.failed)
  t.match(err, /no LiteLLM to compare with: CROSSFADE_LITELLM=stand-in asks for it/)
})
