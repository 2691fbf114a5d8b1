/** Clients that leave: before the first byte, in a silence, and in mid-stream. */
import { anthropicMessages, chats, type ParityCase, type Row, user } from '../case.ts'

const leaving = (name: string, scenario: string, leaves: 'waiting' | 'reading', stream: boolean): Row => [
  name,
  { stream, messages: [user(scenario)] },
  { leaves },
]

const rows: readonly Row[] = [
  leaving('before the first byte', '[sim:delay:6000]', 'waiting', true),
  leaving('before the answer', '[sim:delay:6000]', 'waiting', false),
  leaving('in a silence', '[sim:stall:2]', 'reading', true),
  leaving('in mid-stream', '[sim:long:2000] [sim:slow:20]', 'reading', true),
]

export const leavingCases: readonly ParityCase[] = [
  ...chats('leaving/claude', 'claude', rows),
  ...chats('leaving/gpt', 'gpt', rows),
  ...anthropicMessages('leaving/messages', 'claude', rows),
]
