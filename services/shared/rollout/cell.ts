/**
 * The hot cell: 32 bytes in the runtime folder that every gateway process reads with one positional read a request
 * (under a microsecond from the page cache), so a new weight takes effect on the next request everywhere, with no
 * message to lose. Little-endian: magic u32, version u32, percent f64, phase u8, padding, salt 8 bytes,
 * CRC-32 of all that.
 */
import { closeSync, constants, mkdirSync, openSync, readSync, writeSync } from 'node:fs'
import path from 'node:path'
import { crc32 } from 'node:zlib'
import { type Phase, phases } from './record.ts'

/** What a gateway needs of the record for each request. */
export interface Weight {
  readonly version: number
  /** 0 to 100. */
  readonly percent: number
  readonly phase: Phase
  /** 16 hexadecimal digits. */
  readonly salt: string
}

const size = 32
const saltAt = 20
const checksumAt = 28
const magic = 0x46_4f_52_43

export function cellFile(runtime: string): string {
  return path.join(runtime, 'rollout.cell')
}

/** Overwrites the cell in place: readers keep it open, so it must never become another file. */
export function writeCell(runtime: string, weight: Weight): void {
  mkdirSync(runtime, { recursive: true, mode: 0o700 })
  const file = openSync(cellFile(runtime), constants.O_RDWR | constants.O_CREAT, 0o600)
  try {
    writeSync(file, encodeCell(weight), 0, size, 0)
  } finally {
    closeSync(file)
  }
}

/** A reader that keeps the file open. It answers null while there is no valid cell, which means canary 0. */
export function openCell(runtime: string): { read(): Weight | null; close(): void } {
  const buffer = Buffer.alloc(size)
  let file: number | null = null
  return {
    read() {
      file ??= tryOpen(cellFile(runtime))
      if (file === null) return null
      // A read that met a write half-way is read again.
      return readOnce(file, buffer) ?? readOnce(file, buffer)
    },
    close() {
      if (file !== null) closeSync(file)
      file = null
    },
  }
}

export function encodeCell({ version, percent, phase, salt }: Weight): Buffer {
  const buffer = Buffer.alloc(size)
  buffer.writeUInt32LE(magic, 0)
  buffer.writeUInt32LE(version, 4)
  buffer.writeDoubleLE(percent, 8)
  buffer.writeUInt8(phases.indexOf(phase), 16)
  buffer.write(salt, saltAt, 8, 'hex')
  buffer.writeUInt32LE(checksum(buffer), checksumAt)
  return buffer
}

/** The weight in a cell, or null where its bytes do not belong together (torn, foreign, damaged). */
export function decodeCell(buffer: Buffer): Weight | null {
  const phase = phases[buffer.readUInt8(16)]
  const percent = buffer.readDoubleLE(8)
  const whole = buffer.readUInt32LE(0) === magic && checksum(buffer) === buffer.readUInt32LE(checksumAt)
  if (!whole || phase === undefined || !(percent >= 0 && percent <= 100)) return null
  return { version: buffer.readUInt32LE(4), percent, phase, salt: buffer.toString('hex', saltAt, checksumAt) }
}

function checksum(buffer: Buffer): number {
  return crc32(buffer.subarray(0, checksumAt))
}

function readOnce(file: number, buffer: Buffer): Weight | null {
  return readSync(file, buffer, 0, size, 0) === size ? decodeCell(buffer) : null
}

function tryOpen(file: string): number | null {
  try {
    return openSync(file, constants.O_RDONLY)
  } catch {
    return null
  }
}
