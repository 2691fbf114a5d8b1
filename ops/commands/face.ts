/** What `npm start` prints last: where things are, who answers, what to try. */
import { styleText } from 'node:util'
import type { Settings } from '../../config/environment.ts'
import type { LitellmConfig } from '../../config/litellm-schema.ts'
import { describeLitellm, readLitellmNote } from '../../services/shared/litellm-note.ts'
import { openRolloutStore } from '../../services/shared/rollout/store.ts'

/** Prints it. `seconds` is how long the start took. */
export async function printFace(
  settings: Settings,
  env: NodeJS.ProcessEnv,
  config: LitellmConfig,
  seconds: number,
): Promise<void> {
  const { ports, runtime, providers, configPath } = settings
  const { percent, phase } = openRolloutStore(runtime).read()
  const note = readLitellmNote(runtime)
  const key = keyShown(config, env)
  const model = config.model_list[0]?.model_name ?? ''
  const ask = (stream: boolean): string => {
    const body = JSON.stringify({
      model,
      messages: [{ role: 'user', content: 'Hello' }],
      ...(stream ? { stream } : {}),
    })
    return `curl ${stream ? '-N ' : ''}http://127.0.0.1:${ports.gateway}/v1/chat/completions -H "Authorization: Bearer ${key}" -H "Content-Type: application/json" -d '${body}'`
  }

  console.log(`
${bold(`Crossfade is ready`)} after ${seconds.toFixed(1)} s: clients use ${bold(`http://127.0.0.1:${ports.gateway}`)} (OpenAI: …/v1)

  binary  ${share(100 - percent)}  ${describeLitellm(note)}, port ${ports.litellm}
  sdk     ${share(percent)}  the providers directly, Node ${process.version}, port ${ports.sdk}
          rollout ${phase}; ${providersLine(providers)}
  config  ${configPath}
  control http://127.0.0.1:${ports.control}/metrics, /api/rollout

Try it:
  ${ask(false)}
  ${ask(true)}

  npx crossfade set 25      moves 25 % to the sdk backend, from the next request on
  npx crossfade rollback    takes everything back to LiteLLM at once
  npx crossfade status      who answers, and how it goes
  npm stop                  stops everything`)
}

function share(percent: number): string {
  return `${percent} %`.padStart(6)
}

function providersLine(providers: Settings['providers']): string {
  return providers === 'simulator'
    ? 'no provider key is set, so the built-in SIMULATOR answers instead of the providers (.env takes keys)'
    : 'real providers'
}

/** The variable's name would do for a shell that has it; this works in any. */
function keyShown(config: LitellmConfig, env: NodeJS.ProcessEnv): string {
  return config.general_settings?.master_key ?? env.LITELLM_MASTER_KEY ?? 'any'
}

function bold(text: string): string {
  return styleText('bold', text)
}
