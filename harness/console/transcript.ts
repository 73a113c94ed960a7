// SPDX-License-Identifier: GPL-2.0-only
// What one boot printed, as events and last lines.

import type { ConsoleEvent } from './event.ts';
import { parseLine, startOfConsole } from './ktap.ts';
import { type RawLine, type RestOfLine, readRawLines, textOf } from './lines.ts';
import { startOfSums } from './sums.ts';

/** How many of the last lines a failure report shows. */
export const TAIL_LINES = 20;

/** What one boot printed, as far as it is known. */
export interface Transcript {
  events: ConsoleEvent[];
  /** The last `TAIL_LINES` lines, as printed. */
  tail: string[];
  /** Where the events begin of a last line that did not come to its end; undefined if there is none. */
  cutAt?: number;
}

/**
 * The events of a boot that sct ended itself: a line that this has cut says nothing, for `ok 1 patch` was to go on.
 */
export function eventsBeforeCut({ events, cutAt }: Transcript): ConsoleEvent[] {
  return events.slice(0, cutAt);
}

/** A transcript of nothing yet. */
export function emptyTranscript(): Transcript {
  return { events: [], tail: [] };
}

/**
 * Fills `transcript` from a boot's output until that ends, and calls `onEvent` for each event as it comes. What
 * was read before an error stays in the transcript. `seal`: the run id, without which nothing that a case prints is taken for the runner's.
 */
export function transcribe(
  transcript: Transcript,
  output: AsyncIterable<Uint8Array>,
  onEvent: (event: ConsoleEvent) => void = () => {},
  seal: string | null = null,
): Promise<void> {
  const onCut = () => {
    transcript.cutAt = transcript.events.length;
  };
  return transcribeLines(transcript, readRawLines(output, onCut), onEvent, seal);
}

/** The same of lines. With a seal each result needs a checksum that vouches for it; without one every line is taken at its word. `before`: how many lines of the log
 * stand before the first. */
export async function transcribeLines(
  transcript: Transcript,
  lines: AsyncIterable<RawLine | RestOfLine> | Iterable<RawLine>,
  onEvent: (event: ConsoleEvent) => void = () => {},
  seal: string | null = null,
  before = 0,
): Promise<void> {
  const state = startOfConsole(seal);
  const sums = startOfSums(before);
  const tell = (events: readonly ConsoleEvent[]) => {
    for (const event of events) {
      transcript.events.push(event);
      onEvent(event);
    }
  };
  for await (const line of lines) {
    if ('rest' in line) {
      sums.more(line.rest);
      continue;
    }
    const text = textOf(line);
    transcript.tail.push(text);
    if (transcript.tail.length > TAIL_LINES) transcript.tail.shift();
    const events = parseLine(state, text);
    tell(seal === null ? events : sums.take(line, events));
  }
  if (seal !== null) tell(sums.finish());
}
