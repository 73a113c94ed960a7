// SPDX-License-Identifier: GPL-2.0-only
import { join } from 'node:path';
import { createBuilder } from '../../harness/compile/build.ts';
import { type Build, DEFAULT_BUILD } from '../../harness/compile/flags.ts';
import { type Prepared, prepare } from '../../harness/run/prepare.ts';
import { packageRoot } from '../../harness/store/places.ts';
import { loadSubject } from '../../harness/subject/load.ts';

/** A subject of `root`'s guest, built. A build that fails is a value; anything else that goes wrong is thrown. */
export async function prepared(
  subject: string,
  root = packageRoot(),
  build: Build = DEFAULT_BUILD,
): Promise<Prepared> {
  return prepare(await loadSubject(join(root, 'guest/subjects', subject)), createBuilder({ root }), build);
}
