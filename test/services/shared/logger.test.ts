import t from 'tap'
import { logRequest } from '../../../services/shared/logger.ts'
import { logLines } from '../../support/log-lines.ts'

t.test('a line begins with level, time and component, and is JSON', async t => {
  const log = logLines('worker-sdk-1', 'info')
  log.logger.info({ event: 'x' }, 'a "quoted"\nmessage')
  t.match(
    log.text(),
    /^\{"level":"info","time":"[^"]+Z","component":"worker-sdk-1","event":"x","message":"a \\"quoted\\"\\nmessage"\}\n$/,
  )
})

t.test('lines below the level are not written', async t => {
  const log = logLines('x', 'warn')
  log.logger.info('no')
  log.logger.warn('yes')
  t.strictSame(
    log.lines.map(({ message }) => message),
    ['yes'],
  )
})

t.test('silent is silent', async t => {
  const log = logLines('x', 'silent')
  log.logger.fatal('no')
  t.equal(log.text(), '')
})

for (const level of ['loud', '', 'toString']) {
  t.test(`the unknown level "${level}" becomes info, and says so`, async t => {
    const log = logLines('x', level)
    log.logger.debug('no')
    log.logger.info('yes')
    t.match(log.lines, [{ event: 'log-level-unknown', level: 'warn' }, { message: 'yes' }])
  })
}

const levels: [outcome: string, level: string][] = [
  ['ok', 'info'],
  ['client_error', 'info'],
  ['client_gone', 'info'],
  ['provider_error', 'warn'],
  ['arm_error', 'warn'],
  ['broken', 'warn'],
]

for (const [outcome, level] of levels) {
  t.test(`a request that ended ${outcome} is ${level}`, async t => {
    const log = logLines()
    logRequest(log.logger, {
      request_id: 'r',
      client: 'c',
      user_id: 'u',
      model: null,
      backend: 'sdk',
      reason: null,
      status: 200,
      outcome,
      duration_ms: 1,
      ttft_ms: null,
      cost: null,
      calls: 1,
      tokens: { input: 1, output: 2 },
      method: 'POST',
      route: 'other',
    })
    t.match(log.lines, [{ level, event: 'request', outcome, tokens: { input: 1, output: 2 }, ttft_ms: null }])
  })
}
