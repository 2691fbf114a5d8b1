import { generateKeyPairSync } from 'node:crypto'
import type { JsonObject } from '../../services/sdk/providers/translator.ts'

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })

/** A service account whose tokens the simulator grants; `trouble` is what its token endpoint is asked to play. */
export function serviceAccount(origin: string, trouble = '', name = 'robot'): JsonObject {
  return {
    type: 'service_account',
    project_id: 'account-project',
    private_key_id: 'key-1',
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    client_email: `${name}@account-project.iam.gserviceaccount.com`,
    token_uri: `${origin}/token${trouble}`,
  }
}
