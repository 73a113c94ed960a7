// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import type { Locate } from '../../../harness/base/locate.ts';
import { namePlaces } from '../../../harness/verdict/name-places.ts';
import { result } from '../report/sample.ts';

/** Knows 0x80 alone, and writes down what it was asked. */
function atlas() {
  const asked: bigint[][] = [];
  const locate: Locate = async (addresses) => {
    asked.push([...addresses]);
    return new Map(addresses.filter((one) => one === 0x80n).map((one) => [one, 'f (f.c:1)']));
  };
  return { asked, locate };
}

test.each([
  ['pc=0x80 lr=0x90', ['pc: f (f.c:1)']],
  ['elr=0x80 x30=0x84', ['elr: f (f.c:1)', 'called from: f (f.c:1)']],
  ['pc=0x90 LR=0x84', ['called from: f (f.c:1)']],
  ['lr=0x0', []],
  ['x30=0x1c00000000000084', ['called from: f (f.c:1)']],
  ['pc=0x1c00000000000080', []],
  ['far=0x80 x3=0x80', []],
  ['elr=0x90 target=0x80', ['target: f (f.c:1)']],
  ['pc=80', []],
  ['pc=0x99999999999999999', []],
  ['  pc=0x80, as the console said', []],
])('%s', async (line, places) => {
  const [named] = await namePlaces([result('s', 'c', { verdict: 'fail', details: [line] })], atlas().locate);
  expect(named?.details).toEqual([line, ...places]);
});

test.each([
  ['lr=0xffff800008000084', true],
  ['lr=0xb0bf800008000084', true],
  ['lr=0xffff800008000088', false],
  ['lr=0xfff0800008000084', false],
])('a return address is found by what is signed: %s', async (line, isFound) => {
  const locate: Locate = async () => new Map([[0xffff_8000_0800_0080n, 'g (g.c:2)']]);
  const [named] = await namePlaces([result('s', 'c', { verdict: 'fail', details: [line] })], locate);
  expect(named?.details).toEqual([line, ...(isFound ? ['called from: g (g.c:2)'] : [])]);
});

test('a reason stays one line; all addresses of all results are asked for at once, each once', async () => {
  const { asked, locate } = atlas();
  const results = [
    result('s', 'a', { verdict: 'fail', reason: 'abort (elr=0x80)', details: ['fault elr=0x80 far=0x7'] }),
    result('s', 'b', { verdict: 'error', reason: 'gone', details: ['cpu0: pc=0x90 lr=0x84'] }),
    result('s', 'c', { details: ['pc=0x70'] }),
  ];
  const named = await namePlaces(results, locate);
  expect(named.map(({ reason }) => reason)).toEqual(['abort (elr=0x80); elr: f (f.c:1)', 'gone', '']);
  expect(named[1]?.details).toEqual(['cpu0: pc=0x90 lr=0x84', 'called from: f (f.c:1)']);
  expect(named[2]).toBe(results[2]);
  expect(asked).toEqual([[0x80n, 0x90n]]);
});

test('in a sentence the places stand for the addresses of a call that kCFI refuses', async () => {
  const reason = 'CFI failure at elr=0x80, target=0x80, expected type 0x1';
  const [named] = await namePlaces([result('s', 'a', { verdict: 'fail', reason })], atlas().locate);
  expect(named?.reason).toBe('CFI failure at f (f.c:1), target f (f.c:1), expected type 0x1');
});

test('where nothing went wrong nobody is asked', async () => {
  const { asked, locate } = atlas();
  await namePlaces([result('s', 'c', { details: ['pc=0x80'] })], locate);
  expect(asked).toEqual([]);
});
