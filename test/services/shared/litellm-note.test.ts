import path from 'node:path'
import t from 'tap'
import {
  describeLitellm,
  type LitellmNote,
  readLitellmNote,
  writeLitellmNote,
} from '../../../services/shared/litellm-note.ts'
import { temporaryFolder, writeFile } from '../../support/files.ts'

const notes: { note: LitellmNote; words: string }[] = [
  { note: { kind: 'pinned', version: '1.106.2' }, words: 'LiteLLM 1.106.2' },
  { note: { kind: 'custom', version: '1.107.0' }, words: 'LiteLLM 1.107.0 (LITELLM_BIN)' },
  { note: { kind: 'stand-in', version: '0' }, words: 'STAND-IN, not LiteLLM (LiteLLM is not installed)' },
  { note: { kind: 'stand-in', version: '0', because: 'no Python' }, words: 'STAND-IN, not LiteLLM (no Python)' },
]

for (const { note, words } of notes) {
  t.test(`${words} is remembered`, async t => {
    const runtime = path.join(temporaryFolder(t), 'new')
    writeLitellmNote(runtime, note)
    t.strictSame(readLitellmNote(runtime), note)
    t.equal(describeLitellm(readLitellmNote(runtime)), words)
  })
}

t.test('no note, or a damaged one, is not taken for LiteLLM', async t => {
  const runtime = temporaryFolder(t)
  t.equal(describeLitellm(readLitellmNote(runtime)), 'LiteLLM, not started yet')
  writeFile(runtime, 'litellm.json', '{"kind":')
  t.equal(readLitellmNote(runtime).kind, 'unknown')
})
