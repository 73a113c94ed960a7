// SPDX-License-Identifier: GPL-2.0-only
// What a tool that reads an image prints.

import { SctError } from '../base/exit.ts';

/** An image could not be read: a fault of the bench or of the tool, never of the subject. Exit code 4. */
export class InspectionFailed extends SctError {
  override name = 'InspectionFailed';
}

/** What a tool prints. @throws InspectionFailed with the tool's own message if it fails. */
export async function toolOutput(tool: string, args: readonly string[]): Promise<string> {
  const { execa } = await import('execa');
  const result = await execa(tool, args, {
    env: { LC_ALL: 'C' },
    extendEnv: false,
    stdin: 'ignore',
    reject: false,
  });
  if (result.failed) throw new InspectionFailed(`${result.shortMessage}\n${result.stderr}`.trimEnd());
  return result.stdout;
}
