/** `crossfade set N` and `crossfade rollback`. */
import { userInfo } from 'node:os'
import type { Settings } from '../../config/environment.ts'
import { CommandError, exitCodes } from '../exit-codes.ts'
import { changeRollout, type Granted } from '../rollout-client.ts'

/** Moves the share. In force on the next request when this returns. */
export async function set(
  settings: Settings,
  share: string,
  options: { reason?: string; ifVersion?: string },
): Promise<void> {
  const text = share.replace(/%$/, '').trim()
  const percent = Number(text)
  if (text === '' || !(percent >= 0 && percent <= 100)) {
    throw new CommandError(`"${share}" is not a share; give a number from 0 to 100`, exitCodes.usage)
  }
  if (options.ifVersion !== undefined && !/^\d+$/.test(options.ifVersion)) {
    throw new CommandError(`"${options.ifVersion}" is not a version; \`crossfade status\` shows it`, exitCodes.usage)
  }
  const version = options.ifVersion === undefined ? {} : { version: Number(options.ifVersion) }
  tell(
    await changeRollout(settings, { action: 'set', percent, actor: actor(), reason: options.reason ?? '', ...version }),
  )
}

/** Everything back to binary, at once, whatever anybody else has just changed. */
export async function rollback(settings: Settings, options: { reason?: string }): Promise<void> {
  tell(await changeRollout(settings, { action: 'rollback', actor: actor(), reason: options.reason ?? '' }))
}

function tell({ record, direct }: Granted): void {
  const { percent, phase, version } = record
  console.log(
    `sdk ${percent} %, binary ${100 - percent} % (${phase}, version ${version}): in force on the next request`,
  )
  if (direct) console.log('control did not answer; the record was written without it')
}

function actor(): string {
  try {
    return userInfo().username
  } catch {
    // A user id without a name, as in some containers.
    return 'cli'
  }
}
