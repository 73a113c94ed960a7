/* SPDX-License-Identifier: GPL-2.0-only */
/* What is counted since boot, on all CPUs together, for cases to compare before and after. */
#ifndef _SCT_COUNTS_H
#define _SCT_COUNTS_H

/* How many WARNs were reached. */
extern unsigned int warn_count;
/* Where the last one was. */
extern const char *warn_file;
extern int warn_line;
/* How many messages there were: pr_err() and its kin, of any level that is printed. */
extern unsigned int message_count;
/* Lets messages be printed again, as in each new case. */
void messages_again(void);
/*
 * Lets each WARN_ON_ONCE(), and each pr_warn_once(), speak again: what one case has used up is no
 * other's.
 */
void warn_once_again(void);
/* How many exceptions were fixed up: a write that failed, whoever warns of it. */
extern unsigned int fixup_count;
/* How often stop_machine() stopped the other CPUs. */
extern unsigned int stop_count;

#endif
