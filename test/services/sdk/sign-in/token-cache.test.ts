import t from 'tap'
import { createTokenCache, type Token } from '../../../../services/sdk/sign-in/token-cache.ts'

/** A cache whose clock stands where it is put, and whose tokens come when they are let. */
function underTest(): {
  at: (time: number) => void
  token: () => Promise<string>
  asked: () => number
  grant: (token: Token) => void
  refuse: (fault: Error) => void
} {
  let time = 0
  const waiting: PromiseWithResolvers<Token>[] = []
  const cache = createTokenCache(
    () => {
      const asking = Promise.withResolvers<Token>()
      waiting.push(asking)
      return asking.promise
    },
    () => time,
  )
  return {
    at: now => (time = now),
    token: cache,
    asked: () => waiting.length,
    grant: token => waiting.at(-1)?.resolve(token),
    refuse: fault => waiting.at(-1)?.reject(fault),
  }
}

const settled = (): Promise<void> => new Promise(resolve => setImmediate(resolve))

void t.test('a token is asked for once, and kept', async t => {
  const { at, token, asked, grant } = underTest()
  const all = Promise.all([token(), token(), token()])
  grant({ value: 'one', until: 3_600_000 })
  t.same(await all, ['one', 'one', 'one'])
  at(3_000_000)
  t.equal(await token(), 'one')
  t.equal(asked(), 1)
})

void t.test('shortly before its end it is renewed behind the back of its users, once', async t => {
  const { at, token, asked, grant, refuse } = underTest()
  const first = token()
  grant({ value: 'one', until: 3_600_000 })
  await first
  at(3_600_000 - 225_000)
  t.same(await Promise.all([token(), token()]), ['one', 'one'])
  t.equal(asked(), 2)
  refuse(new Error('not now'))
  await settled()
  t.equal(await token(), 'one', 'a failure hurts nobody while the old one is good')
  t.equal(await token(), 'one')
  t.equal(asked(), 3)
  grant({ value: 'two', until: 7_200_000 })
  await settled()
  t.equal(await token(), 'two')
})

void t.test('behind its end everybody waits for the next; a failure is told and not kept', async t => {
  const { at, token, asked, grant, refuse } = underTest()
  const first = token()
  grant({ value: 'one', until: 1_000 })
  await first
  at(1_000)
  const both = Promise.allSettled([token(), token()])
  refuse(new Error('refused'))
  t.match(await both, [
    { status: 'rejected', reason: { message: 'refused' } },
    { status: 'rejected', reason: { message: 'refused' } },
  ])
  t.equal(asked(), 2)
  const next = token()
  grant({ value: 'two', until: 9_000 })
  t.equal(await next, 'two')
  t.equal(asked(), 3)
})
