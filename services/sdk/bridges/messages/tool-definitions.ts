/** Tools as the text that their tokens are counted by (litellm: _format_function_definitions). */
import { asObject, asString, objectsOf } from '../../providers/json.ts'
import { pythonText } from '../../providers/python-text.ts'
import type { Json, JsonObject } from '../../providers/translator.ts'

/** The definitions of functions, as OpenAI is thought to write them. */
export function toolDefinitions(tools: readonly JsonObject[]): string {
  const lines = tools.flatMap(functionsOf).flatMap(definition)
  return ['namespace functions {', '', ...lines, '} // namespace functions'].join('\n')
}

function functionsOf(tool: JsonObject): JsonObject[] {
  const own = asObject(tool['function'])
  if (own) return [own]
  const declared = tool['function_declarations'] || tool['functionDeclarations']
  if (Array.isArray(declared)) return objectsOf(declared)
  const parameters = asObject(tool['input_schema'] || tool['parameters'])
  return [{ name: tool['name'], description: tool['description'], parameters }]
}

function definition({ name, description, parameters }: JsonObject): string[] {
  if (!name) return []
  const schema = asObject(parameters) ?? {}
  const about = description ? [`// ${asString(description) ?? ''}`] : []
  if (Object.keys(asObject(schema['properties']) ?? {}).length === 0) {
    return [...about, `type ${asString(name) ?? ''} = () => any;`, '']
  }
  return [...about, `type ${asString(name) ?? ''} = (_: {`, properties(schema, 0), '}) => any;', '']
}

function properties(schema: JsonObject, indent: number): string {
  const required = Array.isArray(schema['required']) ? schema['required'] : []
  const lines = Object.entries(asObject(schema['properties']) ?? {}).flatMap(([key, value]) => {
    const about = asString(asObject(value)?.['description'])
    const described = about ? [`// ${about}`] : []
    return [...described, `${key}${required.includes(key) ? '' : '?'}: ${typeName(value, indent)},`]
  })
  return lines.map(line => ' '.repeat(indent) + line).join('\n')
}

function typeName(value: Json | undefined, indent: number): string {
  const schema = asObject(value) ?? {}
  const choices = Array.isArray(schema['enum'])
    ? schema['enum'].map(one => `"${pythonText(one)}"`).join(' | ')
    : undefined
  switch (schema['type']) {
    case 'string':
      return choices ?? 'string'
    case 'integer':
    case 'number':
      return choices ?? 'number'
    case 'array':
      return `${typeName(schema['items'], indent)}[]`
    case 'object':
      return `{\n${properties(schema, indent + 2)}\n}`
    case 'boolean':
      return 'boolean'
    case 'null':
      return 'null'
    default:
      return 'any'
  }
}
