#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# What a CI of a kernel tree runs: installs what sct needs, judges the tree, leaves every report in a folder. action.yml is this on GitHub.
#
#   SCT_TREE=~/linux SCT_REPORTS=reports scripts/ci.sh [more words of `sct run`]
#
# SCT_TREE      the kernel tree; the folder it is called in unless told
# SCT_REPORTS   where reports go; `sct-reports` unless told
# SCT_AGAINST   a revision (a patch, a report) that it is held against: then the exit code says whether anything is worse
# On GitHub (GITHUB_ACTIONS) causes stand at the lines of the diff, and the block of --markdown in the summary of the job.
#
# The exit code is that of `sct run`.
set -u

root=$(dirname "$(dirname "$(realpath "$0")")")
tree=${SCT_TREE:-.}
reports=${SCT_REPORTS:-sct-reports}
mkdir -p "$reports" || exit 4

# stdout is for what is judged.
(cd "$root" && node scripts/bootstrap.mjs && npm run --silent build) 1>&2 || exit 3

words=(run --tree "$tree" --json "$reports/sct.json" --junit "$reports/sct.xml" --markdown "$reports/sct.md"
  --annotations "$reports/annotations.txt")
[ -z "${SCT_AGAINST:-}" ] || words+=(--against "$SCT_AGAINST")
rm -f "$reports"/{sct.json,sct.xml,sct.md,annotations.txt}
"$root/bin/sct.mjs" "${words[@]}" "$@"
code=$?

if [ "${GITHUB_ACTIONS:-}" = true ]; then
  # Files are named from the top of the repository, in which the tree may be a folder.
  below=$(realpath --relative-to "${GITHUB_WORKSPACE:-.}" "$tree")
  if [ "$below" = . ]; then below=; else below=$below/; fi
  if [ -f "$reports/annotations.txt" ]; then
    sed "s|^\(::[a-z]* file=\)|\1$below|" "$reports/annotations.txt"
  elif [ "$code" -ne 0 ]; then
    echo "::error title=static calls::sct could not judge this (exit code $code): see the log"
  fi
  if [ -f "$reports/sct.md" ] && [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
    cat "$reports/sct.md" >> "$GITHUB_STEP_SUMMARY"
  fi
  [ -z "${GITHUB_OUTPUT:-}" ] || echo "exit-code=$code" >> "$GITHUB_OUTPUT"
fi
exit "$code"
