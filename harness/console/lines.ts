// SPDX-License-Identifier: GPL-2.0-only
// Bytes to lines. How many bytes there may be is for whoever boots to say.

/** A line longer than this many bytes is cut there; no guest has reason to print one. */
export const LINE_LIMIT = 64 * 1024;

/** Stands where the rest of a line that was too long would be. */
export const CUT_MARK = ` [cut here: the line is longer than ${LINE_LIMIT} bytes]`;

const LF = 0x0a;

/**
 * Cuts a stream of bytes into lines, without their LF or CR LF. Bytes that are not UTF-8 become U+FFFD, an
 * unterminated last line counts (`onCut` is called before it comes), a line over `LINE_LIMIT` is cut and marked.
 */
export async function* readLines(
  source: AsyncIterable<Uint8Array>,
  onCut?: () => void,
): AsyncGenerator<string, void, void> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let pending: Uint8Array[] = [];
  let pendingBytes = 0;
  let cutting = false;

  const take = (mark = ''): string => {
    const text = decoder.decode(Buffer.concat(pending));
    pending = [];
    pendingBytes = 0;
    let length = text.length;
    while (text[length - 1] === '\r') length -= 1;
    return text.slice(0, length) + mark;
  };

  for await (const chunk of source) {
    let start = 0;
    while (start < chunk.length) {
      const found = chunk.indexOf(LF, start);
      const stop = found < 0 ? chunk.length : found;
      if (!cutting) {
        const room = LINE_LIMIT - pendingBytes;
        const piece = chunk.subarray(start, Math.min(stop, start + room));
        pending.push(piece);
        pendingBytes += piece.length;
        if (stop - start > room) {
          yield take(CUT_MARK);
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
