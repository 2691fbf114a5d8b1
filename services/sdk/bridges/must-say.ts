/** Whom a request must tell that it does not stream. */
import type { Translator } from '../providers/translator.ts'

/** Ollama streams unless it is told not to. */
export const mustSay = ({ framing }: Translator): boolean => framing === 'ndjson'
