#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Loads the modules, keeps what they print in sct.log, and judges it: 0 all passed, 1 a case failed,
# 2 they cannot be loaded, 4 the bench itself erred. What Linux said meanwhile is in kernel.log.
# A wrong subject can take this machine down.
cd "$(dirname "$0")" || exit 2

die()
{
	echo "run.sh: $1" >&2
	exit 2
}

[ "$(id -u)" = 0 ] || die "to load a module takes root: sudo ./run.sh"
[ -f sct.ko ] && [ -f sct_peer.ko ] || die "there is no sct.ko: make"
[ -r /dev/kmsg ] || die "/dev/kmsg cannot be read, and what the module prints comes from there"
lookup=$(awk '$3 == "kallsyms_lookup_name" { print $1; exit }' /proc/kallsyms)
case $lookup in
*[1-9a-f]*) ;;
*) die "/proc/kallsyms hides where kallsyms_lookup_name is: sysctl kernel.kptr_restrict=1" ;;
esac

# What is in the log already is of others, or of an earlier run.
mark="sct kit $$ $(date +%s)"
echo "$mark" >/dev/kmsg
cat /dev/kmsg >kernel.raw 2>/dev/null &
reader=$!
# Hundreds of lines, which no console need show.
levels=$(cat /proc/sys/kernel/printk)
echo 2 >/proc/sys/kernel/printk
rmmod sct_peer 2>/dev/null
said=$(insmod ./sct_peer.ko "lookup=0x$lookup" 2>&1) &&
	said=$(insmod ./sct.ko "lookup=0x$lookup" stays=1 "args=\"$(cat args)\"" 2>&1)
rmmod sct 2>/dev/null
rmmod sct_peer 2>/dev/null
echo "$levels" >/proc/sys/kernel/printk
sleep 1
kill $reader
wait $reader 2>/dev/null

awk -v mark="$mark" '
	!/^[0-9]+,[0-9]+,[0-9]+,/ { next }
	{ sub(/^[^;]*;/, "") }
	on { print }
	$0 == mark { on = 1 }
' kernel.raw >kernel.log
awk '/^sct\+ / { printf "%s", substr($0, 6) } /^sct: / { print substr($0, 6) }' kernel.log >sct.log
rm -f kernel.raw

awk -v said="$said" '
	FILENAME == "known" { known[$1] = 1; next }
	/^# sct boot / { boot = 1 }
	/^# sct end / { end = 1; sub(/.*cases=/, ""); cases = $1 + 0 }
	/^    # Subtest: / { suite = $3 }
	/^    (not )?ok [0-9]/ {
		n++
		name = suite "." ($1 == "not" ? $4 : $3)
		if (/ # SKIP/) skip++
		else if ($1 == "ok") pass++
		else if (/ # ERROR/) { error++; why = $0; sub(/.* # ERROR */, "", why); print "ERROR " name ": " why }
		else if (name in known) { xfail++; print "xfail " name }
		else { fail++; print "FAIL " name }
	}
	END {
		if (!boot) { print "nothing ran: " said; exit 2 }
		printf "%d pass, %d fail, %d skip, %d xfail, %d error\n", pass, fail, skip, xfail, error
		if (!end || n != cases) { print "it did not come to its end: kernel.log"; exit 4 }
		if (error) exit 4
		exit fail ? 1 : pass ? 0 : 4
	}
' known sct.log
