/**
 * What an error tells a client of the inside: LiteLLM blots out secrets, folders and private addresses (secret_redaction.py).
 * An error may quote megabytes of a request, so no pattern looks at the same text from each place it could begin at.
 */

const secrets: readonly RegExp[] = [
  /\bya29\.[A-Za-z0-9_.~+/-]+/,
  /(?:client_secret|azure_password|azure_username)\s+[^\s,'"})\]{}>]+/,
  /(?:AKIA|ASIA)[0-9A-Z]{16}/,
  /Bearer\s+[A-Za-z0-9\-._~+/]{10,}=*/,
  /Basic\s+[A-Za-z0-9+/]{10,}={0,2}/,
  /sk-[A-Za-z0-9\-_]{13,}/,
  /(?<=[?&])(?:api[_-]?key|\w*(?:token|password|passwd|client_secret|secret_key|_secret))=[^\s&'"]+/,
  /(?:api[_-]?key)['"]?\s*[:=]\s*['"]?[^\s,'"})\]{}>]{8,}/,
  /(?:x-api-key|api-key)['"]?\s*[:=]\s*['"]?[^\s,'"})\]{}>]+/,
  /AIza[0-9A-Za-z\-_]{35}/,
  /(?<=[?&])key=[^\s&'"]{8,}/,
  /(?<=:\/\/)[^\s'":]{0,4096}:(?:(?!:\/\/)[^\s'"]){1,4096}(?=@)/,
  /\beyJ(?:(?!-eyJ)[A-Za-z0-9_-]){10,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*/,
  /(?<=[?&])sig=[A-Za-z0-9%+/=]+/,
]

const insides: readonly RegExp[] = [
  /\/(?:etc|var|opt|usr|home|root|private|Users|tmp|mnt|srv)\/[^\s'")\]}>,]+/,
  /[A-Za-z]:\\[^\s'")\]}>,]+/,
  /\b(?:10(?:\.\d{1,3}){3}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2}|192\.168(?:\.\d{1,3}){2}|127(?:\.\d{1,3}){3})\b/,
  /(?<![A-Za-z0-9-]\.?)[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})*\.(?:internal|local|corp|lan|intra|private)\b/,
]

const oneOf = (patterns: readonly RegExp[]): RegExp => new RegExp(patterns.map(({ source }) => source).join('|'), 'gi')
const [secret, inside] = [oneOf(secrets), oneOf(insides)]

/** The message without secrets. */
export const withoutSecrets = (text: string): string => text.replace(secret, 'REDACTED')

/** The message as a client of OpenAI's dialect may read it. */
export const clientMessage = (text: string): string => withoutSecrets(text).replace(inside, 'REDACTED')
