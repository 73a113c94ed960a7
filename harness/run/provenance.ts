// SPDX-License-Identifier: GPL-2.0-only
// What made a report: versions that are known already, and what the judged files were.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Provenance } from '../base/verdict.ts';
import { COMPILERS } from '../compile/flags.ts';
import { probe } from '../machine/installed-qemu.ts';
import { cacheRoot, packageRoot } from '../store/places.ts';
import { ownFiles } from '../subject/own-files.ts';
import type { Subject } from '../subject/subject.ts';
import { knownVersion } from '../tool/least.ts';
import { findTool } from '../tool/tools.ts';
import type { Work } from './choose.ts';

/** Of a run of this work, which judged these subjects. A version that nobody has asked for yet is left out. */
export async function provenanceOf(work: readonly Work[], subjects: readonly Subject[]): Promise<Provenance> {
  const { version } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as {
    version: string;
  };
  const tools = [{ name: 'sct', version }];
  if (work.some(({ machine }) => machine.boots && machine.kind === 'system')) {
    const { facts } = await probe();
    if (facts) tools.push({ name: 'QEMU', version: facts.version });
  }
  for (const compiler of new Set(work.map(({ machine }) => machine.build.compiler))) {
    const name = COMPILERS[compiler];
    const known = versionOf(name);
    if (known !== undefined) tools.push({ name, version: known });
  }
  return { tools, subjects: subjects.map(filesOf) };
}

function versionOf(name: string): string | undefined {
  try {
    return knownVersion(findTool(name), cacheRoot());
  } catch {
    // A build from the cache needs no compiler.
    return undefined;
  }
}

function filesOf({ name, folder, mails }: Subject): Provenance['subjects'][number] {
  const files = ownFiles(folder).map((path) => ({
    path,
    sha256: createHash('sha256')
      .update(readFileSync(join(folder, path)))
      .digest('hex'),
  }));
  return { name, files, ...(mails && { mails: [...mails] }) };
}
