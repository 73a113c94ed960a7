// SPDX-License-Identifier: GPL-2.0-only
// What people are told on stderr while they wait: on a terminal one line that is written anew, elsewhere a line for each thing that is done.

import type { WriteStream } from 'node:tty';

/** Whoever waits longer than this where nothing can be written anew is told what is going on, ms. */
const PATIENCE = 2000;
/** Back to the first column, and all behind it gone (ECMA-48: CR, EL). */
const ANEW = '\r\x1b[K';

/** One line for people. */
export function say(line: string): void {
  process.stderr.write(`sct: ${line}\n`);
}

/** Where it is told what is going on. Disposed of, it leaves nothing behind on a terminal. */
export interface Teller extends Disposable {
  /** What it has come to by now. */
  progress(text: string): void;
  /** What is to be read later, too. */
  say(line: string): void;
}

/** The teller of a command. `quiet`: one that tells nothing. */
export function teller({ quiet = false, stream = process.stderr as Stream } = {}): Teller {
  if (quiet) return { progress() {}, say() {}, [Symbol.dispose]() {} };
  return stream.isTTY && process.env.TERM !== 'dumb' ? onTerminal(stream) : inLines(stream);
}

type Stream = Pick<WriteStream, 'write'> & Partial<Pick<WriteStream, 'isTTY' | 'columns'>>;

function onTerminal(stream: Stream): Teller {
  let shown = false;
  const clear = () => {
    if (shown) stream.write(ANEW);
    shown = false;
  };
  return {
    progress(text) {
      // In the last column some terminals go on to the next line.
      stream.write(`${ANEW}${text.slice(0, (stream.columns || 80) - 1)}`);
      shown = true;
    },
    say(line) {
      clear();
      stream.write(`sct: ${line}\n`);
    },
    [Symbol.dispose]: clear,
  };
}

/** Tells nothing of what is over soon; else what it is at by then, and from then on what comes. */
function inLines(stream: Stream): Teller {
  const write = (line: string) => stream.write(`sct: ${line}\n`);
  let latest: string | undefined;
  let waited = false;
  const timer = setTimeout(() => {
    waited = true;
    if (latest !== undefined) write(latest);
  }, PATIENCE).unref();
  return {
    progress(text) {
      latest = text;
      if (waited) write(text);
    },
    say: write,
    [Symbol.dispose]: () => clearTimeout(timer),
  };
}
