import type { Endpoint } from '../wire.ts'
import { Complaint } from '../wire.ts'

const names = ['gpt-4o', 'gpt-4o-mini', 'gpt-4.1', 'gpt-5', 'gpt-3.5-turbo-instruct', 'text-embedding-3-small']
const models = names.map((id, index) => ({ id, object: 'model', created: 1_715_367_049 + index, owned_by: 'system' }))

/** `GET /v1/models` */
export const listModels: Endpoint = () => ({ kind: 'whole', body: { object: 'list', data: models }, pieces: 1 })

/** `GET /v1/models/{id}` */
export const oneModel: Endpoint = ({ params }) => {
  const model = models.find(one => one.id === params['target'])
  if (model === undefined) throw new Complaint({ status: 404, model: params['target'] })
  return { kind: 'whole', body: model, pieces: 1 }
}
