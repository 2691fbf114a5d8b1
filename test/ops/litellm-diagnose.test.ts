import t from 'tap'
import { refusalMarker, startMarker } from '../../ops/litellm/command.ts'
import { diagnoseExit } from '../../ops/litellm/diagnose.ts'

// What LiteLLM 1.106.2 printed, without its tracebacks.
const publicKey = `litellm.proxy.auth.master_key_boot_check.UnsafeMasterKeyError: LiteLLM proxy refused to start: the master key is a publicly known default. The fix is printed once the server exits.

ERROR:    Application startup failed. Exiting.

LiteLLM proxy refused to start: the master key is a publicly known default.
It comes from the LITELLM_MASTER_KEY environment variable.
`
const noKey = `ERROR:    Application startup failed. Exiting.

LiteLLM proxy refused to start: no master key is set, so every request would be accepted without authentication.
general_settings.master_key in ok.yaml is blank, or points at an environment variable that is not set.
`
const portTaken = `INFO:     Application startup complete.
ERROR:    [Errno 98] error while attempting to bind on address ('127.0.0.1', 4712): address already in use
INFO:     Waiting for application shutdown.
INFO:     Application shutdown complete.
`
const badYaml = `  File "yaml/parser.py", line 392, in parse_block_sequence_entry
    raise ParserError("while parsing a block collection", self.marks[-1],
yaml.parser.ParserError: while parsing a block collection
  in "bad.yaml", line 2, column 3
expected <block end>, but found '<block mapping start>'
  in "bad.yaml", line 3, column 4
`
const noFile = `  File "litellm/proxy/proxy_server.py", line 5730, in _get_config_from_file
    raise Exception(f"Config file not found: {file_path}")
Exception: Config file not found: nope.yaml
`
const noModule = `ModuleNotFoundError: No module named 'websockets'

The above exception was the direct cause of the following exception:

ModuleNotFoundError: Missing dependency No module named 'websockets'. Run \`pip install 'litellm[proxy]'\`
`
const goodbye = `INFO:     Shutting down
INFO:     Application shutdown complete.
INFO:     Finished server process [8442]
`
const running = 'INFO:     127.0.0.1:60212 - "GET /health/liveliness HTTP/1.1" 200 OK\n'

const cases: { name: string; log: string; code: number | null; want: RegExp | null }[] = [
  {
    name: 'publicly known key',
    log: publicKey,
    code: 3,
    want: /publicly known.*LITELLM_MASTER_KEY.*LITELLM_DANGEROUSLY_PERMIT/,
  },
  { name: 'no key', log: noKey, code: 3, want: /no master key is set.*LITELLM_MASTER_KEY/ },
  { name: 'port taken', log: portTaken, code: 3, want: /port 4712 .*another process/ },
  {
    name: 'port taken, seen before the start',
    log: `${refusalMarker}port 4000 of LiteLLM: address already in use`,
    code: 3,
    want: /port 4000 .*another/,
  },
  { name: 'bad YAML', log: badYaml, code: 1, want: /bad\.yaml is not valid YAML near line 3/ },
  { name: 'no configuration', log: noFile, code: 1, want: /cannot find its configuration nope\.yaml/ },
  { name: 'a module is missing', log: noModule, code: 1, want: /module websockets/ },
  {
    name: 'LITELLM_BIN is wrong',
    log: `${refusalMarker}LITELLM_BIN is /x, which does not exist\n`,
    code: 3,
    want: /LITELLM_BIN is \/x/,
  },
  { name: 'its Python is gone', log: '1: exec: litellm: not found\n', code: 127, want: /Python it names is gone/ },
  { name: 'killed', log: running, code: null, want: /a signal.*memory/ },
  { name: 'killed, as a shell says it', log: running, code: 137, want: /SIGKILL/ },
  { name: 'killed, as pm2 says it', log: running, code: 0, want: /a signal/ },
  { name: 'stopped', log: goodbye, code: 0, want: null },
  { name: 'unknown', log: 'Traceback (most recent call last):\nValueError: 7\n', code: 1, want: null },
  { name: 'only the last start counts', log: `${publicKey}${startMarker}\n${portTaken}`, code: 3, want: /port 4712/ },
  {
    name: 'an old fault does not explain a new exit',
    log: `${publicKey}${startMarker}\n${running}`,
    code: 1,
    want: null,
  },
]

for (const { name, log, code, want } of cases) {
  void t.test(name, async t => {
    const sentence = diagnoseExit(log, code)
    if (want === null) t.equal(sentence, null)
    else t.match(sentence, want)
    if (sentence) t.notMatch(sentence, /\n/, 'one line')
  })
}
