// SPDX-License-Identifier: GPL-2.0-only
// The first failure ends what is not worth it any more, and nothing else.

import { expect, test } from 'vitest';
import { compileAll, type Jobs, type Part } from '../../../harness/compile/jobs.ts';

const part = (key: string, is: Partial<Part> = {}): Part => ({ key, isOwn: false, seesSubject: true, ...is });

/** Compilers that end when they are told to. */
function compilers() {
  const begun: string[] = [];
  const stopped: string[] = [];
  const ends = new Map<string, (result: string) => void>();
  const compile = ({ key }: Part, stop: AbortSignal) =>
    new Promise<string>((resolve) => {
      begun.push(key);
      ends.set(key, resolve);
      stop.addEventListener('abort', () => {
        stopped.push(key);
        resolve('stopped');
      });
    });
  const all = (parts: Part[], jobs: Jobs<string> = new Map()) =>
    compileAll(parts, jobs, compile, (result) => result === 'failed');
  return { begun, stopped, all, end: (key: string, result = 'done') => ends.get(key)?.(result) };
}

test("the subject's own begin first, and the answer keeps the order", async () => {
  const { begun, all, end } = compilers();
  const done = all([part('kernel', { seesSubject: false }), part('case'), part('own', { isOwn: true })]);
  expect(begun).toEqual(['own', 'kernel', 'case']);
  for (const key of ['case', 'own', 'kernel']) end(key);
  expect((await done).map(({ part }) => part.key)).toEqual(['kernel', 'case', 'own']);
});

test('a failure stops the others that see the subject, but for its own', async () => {
  const { stopped, all, end } = compilers();
  const done = all([
    part('kernel', { seesSubject: false }),
    part('case'),
    part('other'),
    part('own', { isOwn: true }),
  ]);
  end('case', 'failed');
  await new Promise(setImmediate);
  expect(stopped).toEqual(['other']);
  end('own');
  end('kernel');
  expect((await done).map(({ part, result }) => `${part.key} ${result}`)).toEqual([
    'kernel done',
    'case failed',
    'own done',
  ]);
});

test('what another build waits for goes on', async () => {
  const { stopped, all, end } = compilers();
  const jobs: Jobs<string> = new Map();
  const failing = all([part('shared'), part('own of one', { isOwn: true })], jobs);
  const fine = all([part('shared'), part('own of two', { isOwn: true })], jobs);
  end('own of one', 'failed');
  expect((await failing).map(({ part }) => part.key)).toEqual(['own of one']);
  expect(stopped).toEqual([]);
  end('own of two');
  end('shared');
  expect((await fine).map(({ result }) => result)).toEqual(['done', 'done']);
});
