// SPDX-License-Identifier: GPL-2.0-only
// A log that came back from elsewhere: what loggers and shells add does no harm, and what is not as it was printed is an error.

import { expect, test } from 'vitest';
import { placeOf } from '../../../harness/cost/place.ts';
import { readCostLog, readForeignLog } from '../../../harness/cost/read-log.ts';
import { withSums } from '../../fixtures/qemu/sums.mjs';
import { consoleOf, PLAIN } from './synthetic.ts';

const WHOLE = withSums(consoleOf(PLAIN));
const ABOUT = { name: 'x', emulated: false, subject: 's', compiler: '', date: '', seed: 1, margin: 1 };

const read = (text: string) => readForeignLog(Buffer.from(text, 'latin1'));

test.for([
  ['as it was printed', WHOLE],
  ['between a loader and a shell', `U-Boot 2024.01\r\n=> booti\r\n${WHOLE}# exit 0\r\n$ \r\n`],
  ['stamped by a logger', WHOLE.replace(/(?<=^|\n)(?=.)/g, '[   12.345678] ')],
] as const)('%s: nothing is wrong, and nothing lost', async ([, text]) => {
  const printed = await read(text);
  expect(printed).toEqual(readCostLog(WHOLE));
  expect([printed.wrong, printed.samples.length > 500]).toEqual([[], true]);
  expect(placeOf(printed, ABOUT).verdict).toBe('pass');
});

test.for([
  [
    'a digit',
    WHOLE.replace(/(form=subject .*cycles=\d*)\d/, '$10'),
    /^lines 2 to \d+ of the log: not as the guest printed it/,
  ],
  ['a line that is gone', WHOLE.replace(/[^\n]* p=7 form=v7 [^\n]*\n/, ''), /1 line is lost/],
  [
    'a line that stands there twice',
    WHOLE.replace(/([^\n]* p=7 form=v7 [^\n]*\n)/, '$1$1'),
    /there is 1 line more/,
  ],
  ['two boots', WHOLE + WHOLE, /^it booted 2 times/],
] as const)('%s: an error, whatever the controls say', async ([, text, why]) => {
  const printed = await read(text);
  expect(printed.wrong[0]).toMatch(why);
  const place = placeOf(printed, ABOUT);
  expect(place.verdict).toBe('error');
  expect(place.notes.join()).toContain(`not as it should be: ${printed.wrong[0]}`);
});

test('a log without a boot line has nothing in it', async () => {
  expect(await read(WHOLE.replace('# sct boot', '# boot'))).toMatchObject({ samples: [], ended: false });
});
