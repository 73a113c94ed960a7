// SPDX-License-Identifier: GPL-2.0-only
// The comparison for programs: the document that docs/json.md describes.

import type { CaseResult } from '../base/verdict.ts';
import type { Document } from '../report/documents.ts';
import type { Comparison } from './comparison.ts';

/** The comparison as one JSON document, keys in the order of the documentation. */
export function asJson({ before, after, verdict, pairs, changes, costs, texts }: Comparison): string {
  const document: Document<'compare'> = {
    schemaVersion: 1,
    verdict,
    before: before.name,
    after: after.name,
    machines: pairs.pairs.map(({ machine }) => machine),
    notCompared: { before: pairs.beforeAlone, after: pairs.afterAlone },
    changes: changes.map((change) => ({
      kind: change.kind,
      case: change.case,
      machines: change.machines,
      before: saidOf(change.before),
      after: saidOf(change.after),
    })),
    costs,
    ...(texts ? { texts: [...texts] } : {}),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function saidOf(result: CaseResult | undefined): Document<'compare'>['changes'][number]['before'] {
  return result ? { verdict: result.verdict, reason: result.reason } : null;
}
