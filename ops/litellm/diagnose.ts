import { refusalMarker, startMarker } from './command.ts'

const override = 'LITELLM_DANGEROUSLY_PERMIT_WEAK_OR_UNSET_MASTER_KEY=true'

/** What to look for in the last start's log, and what to say; the first that matches wins. */
const faults: readonly { pattern: RegExp; say: (match: RegExpExecArray) => string }[] = [
  {
    pattern: /refused to start: (?:the master key|no master key)[^\n.]*/,
    say: ([text]) =>
      `LiteLLM ${text.replace(/^refused to start: /, 'refuses to start because ')}: set LITELLM_MASTER_KEY in .env to a ` +
      `random key (openssl rand -hex 32), or set LiteLLM's own ${override} to run it all the same.`,
  },
  {
    pattern: /(?:bind on address \('[^']*', (\d+)\)|port (\d+) of LiteLLM): address already in use/,
    say: ([, bound, checked]) =>
      `LiteLLM cannot listen on port ${bound ?? checked} because another process holds it: stop that one or set LITELLM_PORT.`,
  },
  {
    pattern: /Exception: Config file not found: (\S+)/,
    say: ([, file]) => `LiteLLM cannot find its configuration ${file}: CONFIG_PATH must name an existing file.`,
  },
  {
    pattern: /yaml\.\w+\.\w+Error: [\s\S]*in "([^"]+)", line (\d+), column \d+/,
    say: ([, file, line]) => `LiteLLM cannot read its configuration: ${file} is not valid YAML near line ${line}.`,
  },
  {
    pattern: /No module named '([^']+)'/,
    say: ([, module]) =>
      `LiteLLM's installation lacks the Python module ${module}: delete the folder .litellm and start again, or install ` +
      `'litellm[proxy]' where LITELLM_BIN points.`,
  },
  { pattern: new RegExp(`${refusalMarker}(.+)`), say: ([, text]) => `LiteLLM was not started: ${text}.` },
]

/**
 * One sentence on why LiteLLM ended and what to do, from the end of its log and its exit code (null when a signal ended
 * it); null when there is nothing to add to the log.
 */
export function diagnoseExit(logTail: string, exitCode: number | null): string | null {
  const lastStart = logTail.slice(Math.max(0, logTail.lastIndexOf(startMarker)))
  if (exitCode === null || exitCode > 128) return killed(exitCode)
  // pm2 reports 0 for a process that a signal ended; a LiteLLM that ended by itself says goodbye.
  if (exitCode === 0) return /Application shutdown complete|stand-in/.test(lastStart) ? null : killed(null)
  if (exitCode === 126 || exitCode === 127) {
    return 'LiteLLM cannot be run because its program or the Python it names is gone: delete the folder .litellm and start again, or mend LITELLM_BIN.'
  }
  for (const { pattern, say } of faults) {
    const match = pattern.exec(lastStart)
    if (match) return say(match)
  }
  return null
}

function killed(exitCode: number | null): string {
  const name = exitCode === null ? 'a signal' : exitCode === 137 ? 'SIGKILL' : `signal ${exitCode - 128}`
  return `LiteLLM was ended by ${name}: if nobody did that, the machine may have run out of memory (see dmesg).`
}
