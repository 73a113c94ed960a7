// SPDX-License-Identifier: GPL-2.0-only

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  emptyTranscript,
  eventsBeforeCut,
  TAIL_LINES,
  transcribe,
} from '../../../harness/console/transcript.ts';

const GOOD = readFileSync(new URL('../../fixtures/console/good.log', import.meta.url));

/** The bytes as a serial line gives them: CR LF, and cut anywhere. */
async function* serial(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  const sent = Buffer.from(bytes.toString('latin1').replaceAll('\n', '\r\n'), 'latin1');
  for (let at = 0; at < sent.length; at += size) yield sent.subarray(at, at + size);
}

test.each([1, 7, 64, 100_000])('chunks of %i bytes give the same events', async (size) => {
  const transcript = emptyTranscript();
  const seen: string[] = [];
  await transcribe(transcript, serial(GOOD, size), (event) => seen.push(event.kind));
  expect(seen.join(' ')).toBe(
    'boot plan suite plan begin result begin result suiteEnd suite plan begin result begin result suiteEnd end',
  );
  expect(transcript.events.map(({ kind }) => kind)).toEqual(seen);
});

test('the tail is the last lines as printed', async () => {
  const transcript = emptyTranscript();
  await transcribe(transcript, serial(GOOD, 64));
  expect(transcript.tail).toEqual(GOOD.toString().trimEnd().split('\n').slice(-TAIL_LINES));
});

test('a line that sct itself has cut says nothing', async () => {
  const transcript = emptyTranscript();
  const text = GOOD.toString();
  const cut = text.indexOf('\n', text.indexOf('ok 1 ')) - 2;
  await transcribe(transcript, serial(Buffer.from(text.slice(0, cut)), 64));
  expect(transcript.events.at(-1)?.kind).toBe('result');
  expect(eventsBeforeCut(transcript)).toEqual(transcript.events.slice(0, -1));
  const whole = emptyTranscript();
  await transcribe(whole, serial(GOOD, 64));
  expect(eventsBeforeCut(whole)).toEqual(whole.events);
});

test('what came before a stream broke is kept', async () => {
  const transcript = emptyTranscript();
  async function* broken() {
    yield* serial(GOOD, 64);
    throw new Error('the stream broke');
  }
  await expect(transcribe(transcript, broken())).rejects.toThrow('the stream broke');
  expect(transcript.events[0]?.kind).toBe('boot');
});
