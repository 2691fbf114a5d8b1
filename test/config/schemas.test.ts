import { readFileSync } from 'node:fs'
import path from 'node:path'
import t from 'tap'
import { jsonSchemas } from '../../ops/commands/schemas.ts'

for (const [name, text] of Object.entries(jsonSchemas())) {
  t.test(`config/${name} is what the schema says (npm run schemas writes it)`, async t => {
    t.equal(readFileSync(path.resolve(import.meta.dirname, '../../config', name), 'utf8'), text)
  })
}
