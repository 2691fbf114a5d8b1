/** Ollama's own API: asked by chat, or by a prompt. */
import { faultByStatus, jsonFault, litellmFault, timedOut } from '../litellm-errors.ts'
import type { ProviderFault, Target, Translator } from '../translator.ts'
import { chatRequest } from './chat.ts'
import { completionRequest, generateRequest } from './generate.ts'
import { chatLines, generateLines } from './lines.ts'
import { brokenAnswer } from '../plain/answer.ts'
import { chatResponse, generateResponse } from './response.ts'
import { OllamaStream } from './stream.ts'

export const ollamaChatTranslator: Translator = {
  framing: 'ndjson',
  hidesHeaders: true,
  request: (chat, target) => ({ ...chatRequest(chat, target), saysStream: true }),
  response: chatResponse,
  stream: (_chat, target, context) => new OllamaStream(target, context, chatLines(target)),
  error: ollamaError,
  refusal,
}

const generating: Translator = {
  framing: 'ndjson',
  hidesHeaders: true,
  request: (chat, target) => ({ ...generateRequest(chat, target), saysStream: true }),
  response: generateResponse,
  stream: (_chat, target, context) => new OllamaStream(target, context, generateLines(target, context)),
  error: ollamaError,
  refusal,
}

export const ollamaTranslator: Translator = {
  ...generating,
  completing: {
    ...generating,
    request: (chat, target) => ({ ...completionRequest(chat, target), saysStream: true }),
  },
}

function refusal(_status: number, raw: string): string {
  return raw
}

function ollamaError(status: number, raw: string, target: Target): ProviderFault {
  if (status < 400) return brokenAnswer(jsonFault)
  const name = target.provider === 'ollama' ? 'Ollama' : 'Ollama_chat'
  const own = timedOut(raw, target)
  if (own) return own
  const fault = faultByStatus(status, `${name}Exception - ${raw}`, target)
  return fault.litellmClass === 'BadRequestError'
    ? litellmFault('BadRequestError', status, `${name}Exception - ${raw}`, target)
    : fault
}
