// SPDX-License-Identifier: GPL-2.0-only
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { buildImage } from '../../../harness/compile/build.ts';
import { imageFacts } from '../../../harness/inspect/facts.ts';
import { miniGuest } from '../compile/mini-guest.ts';

describe('imageFacts', { timeout: 30_000 }, () => {
  test('derives once, again after a change of the rules, and when the file is damaged', async () => {
    using guest = miniGuest();
    const outcome = await buildImage(guest);
    if (!outcome.ok) throw new Error(outcome.message);
    const { image } = outcome;
    const facts = await imageFacts(image);
    expect(facts.plan).toEqual([
      { suite: 'dispatch', case: 'first' },
      { suite: 'control', case: 'second' },
    ]);
    expect(facts.abi.map(({ verdict }) => verdict)).not.toContain('fail');
    expect(facts.abi.map(({ verdict }) => verdict)).not.toContain('error');
    expect(facts.cost.tramp).toBe(7);
    // Its literal leads to helper(): `bti c; add; ret`.
    expect(facts.cost.tramp_null).toBe(8);
    expect(facts.code.map(({ name }) => name)).toContain('__SCT__cost_tramp');
    expect(readdirSync(image.folder).sort()).toEqual(['Image', 'facts.json', 'sct.elf', 'warnings.json']);

    const path = join(image.folder, 'facts.json');
    const stored = JSON.parse(readFileSync(path, 'utf8'));
    const altered = { ...stored, facts: { ...stored.facts, plan: [] } };
    writeFileSync(path, JSON.stringify(altered));
    expect((await imageFacts(image)).plan).toEqual([]);
    for (const damaged of [JSON.stringify({ ...altered, version: 'old' }), '{"version":', '']) {
      writeFileSync(path, damaged);
      expect(await imageFacts(image)).toEqual(facts);
      expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(stored);
    }
  });
});
