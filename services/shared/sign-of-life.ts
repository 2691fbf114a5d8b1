/** Frames that only say that a stream is still there: comments, and the keep-alive events of both dialects. */

const onlyThose = /^(?:(?::[^\n]*|event: (?:ping|keepalive)\ndata: [^\n]*)\n\n)+$/

/** Whether a chunk is nothing but signs of life: it is no first token. */
export function isSignOfLife(chunk: Buffer): boolean {
  return chunk.length < 1024 && onlyThose.test(chunk.toString('latin1'))
}
