const paths: readonly (readonly [RegExp, (match: RegExpExecArray) => string])[] = [
  [/[/:]cachedContents$/, () => '/v1beta/cachedContents'],
  [/\/endpoints\/openapi\/chat\/completions$/, () => '/vertex/openapi'],
  [/\/publishers\/(google|anthropic)\/models\/([^/]+:[A-Za-z]+)$/, match => `/vertex/${match[1]}/${match[2]}`],
  [
    /\/publishers\/(?:mistralai|ai21|meta)\/models\/(.+:[A-Za-z]+)$/,
    match => `/vertex/partner/${encodeURIComponent(match[1] ?? '')}`,
  ],
  [/\/(endpoints\/[^/]+:[A-Za-z]+)$/, match => `/vertex/${match[1]}`],
  [/(?:^|\/)(models\/[^/]+:[A-Za-z]+)$/, match => `/v1beta/${match[1]}`],
  [/(?:^|\/)(messages(?:\/count_tokens)?)$/, match => `/v1/${match[1]}`],
  [/(?:^|\/)(responses(?:\/input_tokens)?)$/, match => `/v1/${match[1]}`],
  [/(?:^|\/)((?:chat\/)?completions)$/, match => `/v1/${match[1]}`],
  [/(?:^|\/)(api\/(?:chat|generate|embed|show))$/, match => `/${match[1]}`],
  [/(?:^|\/)(v2\/chat)$/, match => `/${match[1]}`],
  [/(?:^|\/)(embeddings)$/, match => `/v1/${match[1]}`],
  [/(?:^|\/)(models(?:\/[^/]+)?)$/, match => `/v1/${match[1]}`],
]

/**
 * Takes any prefix off an address, so that every wire also answers without `/v1` and behind a path such as
 * `/supermemory/v3/api.anthropic.com`. What is not known is left as it is.
 */
export function canonicalPath(url: string): string {
  const at = url.indexOf('?')
  const path = at === -1 ? url : url.slice(0, at)
  const query = at === -1 ? '' : url.slice(at)
  if (path.startsWith('/_sim/')) return url
  for (const [pattern, rewrite] of paths) {
    const match = pattern.exec(path.replace(/\/$/, ''))
    if (match !== null) return rewrite(match) + query
  }
  return url
}
