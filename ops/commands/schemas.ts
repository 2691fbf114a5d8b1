/** `crossfade schemas`: the JSON Schemas of both configuration files, for editors. */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { projectRoot } from '../../config/environment.ts'
import { gatewaySchema } from '../../config/gateway-schema.ts'
import { litellmSchema } from '../../config/litellm-schema.ts'

/** File name and content of each schema; what a user writes, so defaults are optional. */
export function jsonSchemas(): Record<string, string> {
  return { 'config.schema.json': text(litellmSchema), 'gateway.schema.json': text(gatewaySchema) }
}

export function writeSchemas(): void {
  for (const [name, text] of Object.entries(jsonSchemas())) {
    writeFileSync(path.join(projectRoot, 'config', name), text)
    console.log(`config/${name}`)
  }
}

function text(schema: z.ZodType): string {
  return `${JSON.stringify(z.toJSONSchema(schema, { io: 'input' }), null, 2)}\n`
}
