/** The sdk worker against the real LiteLLM: the same requests, the same configuration, the same provider. */
import { randomBytes } from 'node:crypto'
import path from 'node:path'
import t, { type Test } from 'tap'
import { loadLitellmConfig } from '../../config/load.ts'
import { findLitellm } from '../../ops/litellm/find.ts'
import { buildSimulator } from '../../services/simulator/app.ts'
import { notRecorded } from '../support/recorded.ts'
import { temporaryFolder, writeFile } from '../support/files.ts'
import { freePorts } from '../support/ports.ts'
import { startSdkWorker } from '../support/sdk-worker.ts'
import type { ParityCase } from './case.ts'
import { cases } from './cases/all.ts'
import { DeviationList, readProfile } from './deviations.ts'
import { startLitellm } from './litellm.ts'
import { nativeVariables } from './native-models.ts'
import { describe, summaryOf, writeReport } from './report.ts'
import { type Backends, playingAll, type Result, runCases, type Scripts } from './suite.ts'
import { configOfWorld, pace, type World, worldOf } from './worlds.ts'

const root = path.resolve(import.meta.dirname, '../..')
const folder = path.resolve(root, process.env.CROSSFADE_RUNTIME ?? '.runtime', 'parity')
/** The providers' clock stands still, so that their time is never taken for a backend's own. */
const providersNow = Date.UTC(2025, 0, 1)

/** Larger files are refused by both: nobody has to wait for the usual fifty megabytes. */
const limits = { MAX_IMAGE_URL_DOWNLOAD_SIZE_MB: '1' }

/** Which worlds run one after the other. Most cases are plain: who has nothing else left to do helps with them. */
const lanes: readonly (readonly World[])[] = [['plain'], ['usual', 'set', 'cooling', 'plain']]

// A name or a part of one, to look into a few cases; the list of deviations is then not held to completeness.
const only = process.env.CROSSFADE_PARITY_ONLY ?? ''
const chosen = cases.filter(({ name }) => name.includes(only))

const profile = readProfile()
const litellm = await findLitellm(root)

if (litellm.kind === 'stand-in') {
  t.pass('parity with LiteLLM', { skip: litellm.because })
} else {
  const { bin, version } = litellm
  t.test(`parity with LiteLLM ${version}`, { timeout: 1_740_000 }, async t => {
    t.equal(version, profile.litellm, 'deviations.yaml is the profile of this very version')
    if (version !== profile.litellm) return
    t.equal(new Set(cases.map(({ name }) => name)).size, cases.length, 'no two cases share a name')
    const list = new DeviationList(profile.deviations)
    const queues = Object.groupBy(chosen, worldOf)
    const places = new Map(chosen.map(({ name }, index) => [name, index]))
    const homes = temporaryFolder(t)
    const ports = await freePorts(lanes.length)
    // Each world has its own provider, so they do not get into each other's way; two LiteLLMs at a time are enough.
    const found = await Promise.all(
      lanes.map(async (worlds, index) => {
        const results: Result[][] = []
        for (const world of worlds) {
          const queue = queues[world] ?? []
          const home = path.join(homes, `${world}-${index}`)
          if (queue.length > 0)
            results.push(await runWorld(t, { bin, world, home, port: ports[index] ?? 0 }, queue, list))
        }
        return results.flat()
      }),
    )
    const results = found.flat().toSorted((a, b) => (places.get(a.name) ?? 0) - (places.get(b.name) ?? 0))
    t.equal(results.length, chosen.length, 'every case has run')
    for (const result of results) {
      const different = result.verdict === 'different'
      t.notOk(different, result.name, different ? { differences: describe(result) } : {})
    }
    const recorded = notRecorded === undefined
    const unused = only === '' ? list.unused().filter(entry => recorded || !entry.startsWith('recorded/')) : []
    writeReport(folder, version, results, unused)
    t.same(unused, [], 'every deviation on the list still occurs')
    t.ok(results.length >= (only === '' ? 300 : 1), 'the table has not shrunk')
    t.comment(`parity with LiteLLM ${version}: ${summaryOf(results)}`)
  })

  async function runWorld(t: Test, start: Start, queue: ParityCase[], list: DeviationList): Promise<Result[]> {
    const backends = await startBackends(t, start)
    const results = await runCases(queue, backends, list, pace[start.world])
    await backends.stop()
    return results
  }
}

interface Start {
  readonly bin: string
  readonly world: World
  readonly home: string
  /** For LiteLLM: several that look for a port of their own at once would find the same one. */
  readonly port: number
}

async function startBackends(t: Test, { bin, world, home, port }: Start): Promise<Backends> {
  const simulator = buildSimulator({ pauseMs: 0, now: () => providersNow })
  const origin = await simulator.listen({ port: 0, host: '127.0.0.1' })
  t.teardown(() => simulator.close())
  const scripts: Scripts = new Map()
  simulator.script.play(playingAll(scripts))
  const configPath = writeFile(
    home,
    'config.yaml',
    configOfWorld(
      world,
      chosen.filter(one => worldOf(one) === world),
      origin,
    ),
  )
  const variables = { ...nativeVariables(origin), ...limits }
  const masterKey = `sk-${randomBytes(16).toString('hex')}`
  const { config } = loadLitellmConfig(configPath, { LITELLM_MASTER_KEY: masterKey })
  const [real, worker] = await Promise.all([
    startLitellm({ bin, configPath, masterKey, home, port, variables }),
    startSdkWorker(t, { config, env: variables, bodyBytes: 64 << 20 }),
  ])
  t.teardown(() => real.stop())
  return {
    simulator,
    origin,
    litellm: real.base,
    sdk: worker.base,
    masterKey,
    scripts,
    checkLitellm: () => real.check(),
    stop: () => real.stop(),
  }
}
