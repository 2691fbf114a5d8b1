/** The first words of a stream, without the marks that a model may put before them (LiteLLM: check_special_tokens). */
const marks = ['<|assistant|>', '<|system|>', '<|user|>', '<s>', '</s>', '<|im_end|>', '<|im_start|>']

/** Reads pieces in turn: what may be a mark is kept back until it is known, or the stream ends. */
export function firstWords(): (piece: string, last?: boolean) => string {
  let begun = false
  let held = ''
  return (piece, last = false) => {
    if (begun) return piece
    const words = (held + piece).trim()
    const marked = marks.reduce((text, mark) => text.replaceAll(mark, ''), words)
    const open = marks.some(mark => words.length < mark.length && mark.includes(words))
    held = open ? words : marked
    if (!last && (open || marked !== words)) return ''
    begun = held !== ''
    return held
  }
}
