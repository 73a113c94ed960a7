// SPDX-License-Identifier: GPL-2.0-only
// Bytes to lines. How many bytes there may be is for whoever boots to say.

/** A line longer than this many bytes is cut there; no guest has reason to print one. */
export const LINE_LIMIT = 64 * 1024;

/** Stands where the rest of a line that was too long would be. */
export const CUT_MARK = ` [cut here: the line is longer than ${LINE_LIMIT} bytes]`;

const LF = 0x0a;

/** One line without its LF, or as much of it as is kept. */
export interface RawLine {
  bytes: Uint8Array;
  /** Whether it was longer than `LINE_LIMIT`, and the rest of it comes behind this, in pieces. */
  long: boolean;
}

/** What belongs to the long line before it, and is to be read by nobody. */
export interface RestOfLine {
  rest: Uint8Array;
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** A line as text, without the CR before its LF. Bytes that are not UTF-8 become U+FFFD; the place where it was cut is marked. */
export function textOf({ bytes, long }: RawLine): string {
  const text = decoder.decode(bytes);
  let { length } = text;
  while (text[length - 1] === '\r') length -= 1;
  return text.slice(0, length) + (long ? CUT_MARK : '');
}

/** Cuts a stream of bytes into lines as text: `readRawLines`, `textOf`. */
export async function* readLines(
  source: AsyncIterable<Uint8Array>,
  onCut?: () => void,
): AsyncGenerator<string, void, void> {
  for await (const line of readRawLines(source, onCut)) if ('bytes' in line) yield textOf(line);
}

/**
 * Cuts a stream of bytes into lines, without their LF. An unterminated last line counts (`onCut` is called before it comes), a line over `LINE_LIMIT`
 * is cut in pieces.
 */
export async function* readRawLines(
  source: AsyncIterable<Uint8Array>,
  onCut?: () => void,
): AsyncGenerator<RawLine | RestOfLine, void, void> {
  let pending: Uint8Array[] = [];
  let pendingBytes = 0;
  let cutting = false;

  const take = (long = false): RawLine => {
    const [only, ...more] = pending;
    const bytes = only && more.length === 0 ? only : Buffer.concat(pending);
    pending = [];
    pendingBytes = 0;
    return { bytes, long };
  };

  for await (const chunk of source) {
    let start = 0;
    while (start < chunk.length) {
      const found = chunk.indexOf(LF, start);
      const stop = found < 0 ? chunk.length : found;
      if (cutting) {
        yield { rest: chunk.subarray(start, stop) };
      } else {
        const room = LINE_LIMIT - pendingBytes;
        const piece = chunk.subarray(start, Math.min(stop, start + room));
        pending.push(piece);
        pendingBytes += piece.length;
        if (stop - start > room) {
          yield take(true);
          yield { rest: chunk.subarray(start + room, stop) };
          cutting = true;
        }
      }
      if (found < 0) break;
      if (!cutting) yield take();
      cutting = false;
      start = found + 1;
    }
  }
  if (pendingBytes === 0) return;
  onCut?.();
  yield take();
}
