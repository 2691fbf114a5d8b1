/** Addresses that would have to be fetched. */
import { RequestFault } from './translator.ts'

/** Plain http is fetched by LiteLLM itself, from hosts an admin allows; without such a list it refuses, and so do we. */
export function unfetched(url: string): RequestFault {
  return new RequestFault(
    'Error: Unable to fetch image from URL. The proxy could not resolve this host or its URL policy rejected it; ' +
      `an admin can check the proxy log and \`user_url_allowed_hosts\` in litellm_settings. url=${url}`,
  )
}
