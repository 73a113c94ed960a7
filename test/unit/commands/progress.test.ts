// SPDX-License-Identifier: GPL-2.0-only
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { teller } from '../../../harness/commands/shared/progress.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

/** A stream, and all that was written to it. */
function stream(isTTY: boolean, columns = 20) {
  const written: string[] = [];
  const write = (text: string) => written.push(text) > 0;
  return { isTTY, columns, write, text: () => written.join('') };
}

test('on a terminal one line at once, written anew, cut to the width, and gone in the end', () => {
  vi.stubEnv('TERM', 'xterm');
  const to = stream(true);
  const tell = teller({ stream: to });
  tell.progress('building');
  tell.progress('[1/2] reviewed@host: pass');
  tell.say('removed x');
  tell.progress('[2/2]');
  tell[Symbol.dispose]();
  tell[Symbol.dispose]();
  expect(to.text()).toBe(
    '\r\x1b[Kbuilding\r\x1b[K[1/2] reviewed@host\r\x1b[Ksct: removed x\n\r\x1b[K[2/2]\r\x1b[K',
  );
});

test.each([false, true])(
  'in lines, and not before there was long to wait; on a dumb terminal (%s) too',
  (dumb) => {
    vi.stubEnv('TERM', dumb ? 'dumb' : 'xterm');
    const to = stream(dumb);
    const tell = teller({ stream: to });
    tell.progress('a');
    tell.progress('b');
    expect(to.text()).toBe('');
    vi.advanceTimersByTime(2000);
    tell.progress('c');
    expect(to.text()).toBe('sct: b\nsct: c\n');
  },
);

test('what is over soon is not told of', () => {
  const to = stream(false);
  const tell = teller({ stream: to });
  tell.progress('a');
  tell[Symbol.dispose]();
  vi.advanceTimersByTime(5000);
  expect(to.text()).toBe('');
});

test('quiet: nothing', () => {
  const to = stream(true);
  const tell = teller({ quiet: true, stream: to });
  tell.progress('a');
  tell.say('b');
  expect(to.text()).toBe('');
});
