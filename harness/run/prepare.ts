// SPDX-License-Identifier: GPL-2.0-only
// Subject to image and plan: all that comes before a boot.

import type { Locate } from '../base/locate.ts';
import { BUILD_SUITE, type Plan, planFor } from '../base/plan.ts';
import type { CaseResult } from '../base/verdict.ts';
import type { Builder } from '../compile/build.ts';
import { type Build, DEFAULT_BUILD } from '../compile/flags.ts';
import type { Image, NotBuilt } from '../compile/image.ts';
import { type ImageFacts, imageFacts } from '../inspect/facts.ts';
import { type KernelCode, kernelCode } from '../inspect/kernel-code.ts';
import { locator, together } from '../inspect/symbolise.ts';
import type { Host, Machine } from '../machine/machine.ts';
import { checkExpectation } from '../subject/load.ts';
import type { Subject } from '../subject/subject.ts';

/**
 * A subject one of whose images is built and read, or the one result that says why it is not. `broken`: the build was cut off, which says
 * nothing of the subject or the guest.
 */
export type Prepared = { subject: Subject; build: Build } & (
  | {
      ok: true;
      image: Image;
      facts: ImageFacts;
      /** The code of the Linux that it is for, where that has symbols. */
      kernel?: KernelCode | undefined;
      /** Names addresses of the image as it is linked; shared by its cells, so that none is asked for twice. */
      locate: Locate;
    }
  | { ok: false; failure: CaseResult; broken: boolean }
);

/**
 * Builds a subject's image (or takes it from the cache) and reads what is to be known of it.
 * @throws SubjectInvalid if the subject's expectations name a case that the image does not have; UsageError, ToolMissing, InspectionFailed
 */
export async function prepare(
  subject: Subject,
  builder: Builder,
  build: Build = DEFAULT_BUILD,
): Promise<Prepared> {
  const built = await builder.build(subject, build);
  if (!built.ok)
    return { ok: false, subject, build, failure: buildFailure(built, subject), broken: built.broken };
  const facts = await imageFacts(built.image);
  if (facts.unknown !== null)
    return { ok: false, subject, build, failure: notJudged('design', facts.unknown), broken: false };
  checkExpectation(subject, [...facts.plan, ...facts.abi]);
  const kernel = built.image.linux && (await kernelCode(built.image.linux));
  const locate = together(
    locator(built.image, facts.code),
    ...(kernel ? [locator(kernel, kernel.code)] : []),
  );
  return { ok: true, subject, build, image: built.image, facts, locate, kernel };
}

/** What a cell of this subject must report on a machine: a host judges `abi`, a booted one everything else; of that, what `planFor` chooses. */
export function cellPlan(
  prepared: Extract<Prepared, { ok: true }>,
  machine: Host | Machine,
  names: readonly string[] = [],
): Plan {
  const { plan, abi } = prepared.facts;
  if (!machine.boots) {
    const judged = abi.map(({ suite, case: name }) => ({ suite, case: name }));
    return planFor(judged, names);
  }
  return planFor(plan, names);
}

/** An object as the linker calls it: where it is in the cache, and what it was made of, is of no use to anybody. */
const CACHED_OBJECT = /[^\s:(]*\/objects\/[0-9a-f]{64}-([\w.-]+\.o)\b/g;

/**
 * A subject that does not build has failed; a guest kernel that does not build is the bench's own error; and where a name is missing that the
 * subject does not define, nobody is judged.
 */
function buildFailure({ blame, step, message, lacks }: NotBuilt, { folder, selector }: Subject): CaseResult {
  // As debug information calls the files of a subject from outside: its folder is gone when the report is read.
  const named = selector ? message.replaceAll(`${folder}/`, 'subject/') : message;
  const lines = named.replaceAll(CACHED_OBJECT, '$1').split('\n');
  if (blame === 'nobody') {
    const names = lacks.map(({ name, file, line }) => `${name} (${file}:${line})`);
    const why = `the guest lacks ${names.join(', ')}, unless that is misspelt: nothing here tells which`;
    return notJudged(step, why, lines);
  }
  const what = step === 'compile' ? 'does not compile' : 'does not link';
  const first = lines.find((line) => /\berror:/.test(line)) ?? lines[0] ?? '';
  return {
    suite: BUILD_SUITE,
    case: step,
    verdict: blame === 'subject' ? 'fail' : 'error',
    reason: `${what}: ${first.trim()}`,
    metrics: [],
    details: lines,
  };
}

/** The one result of a subject of which nobody can say whether it is right. */
function notJudged(step: string, why: string, details: string[] = []): CaseResult {
  return {
    suite: BUILD_SUITE,
    case: step,
    verdict: 'skip',
    reason: `not judged: ${why}`,
    metrics: [],
    details,
  };
}
