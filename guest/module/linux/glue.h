/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _SCT_GLUE_H
#define _SCT_GLUE_H

/* kallsyms_lookup_name(), which is exported to no module either: init says where it is. */
typedef unsigned long lookup_fn(const char *name);

extern lookup_fn *glue_lookup;

/* The thread that stands for the second CPU; NULL: there is none. */
extern struct task_struct *second_thread;

void helpers_init(lookup_fn *lookup);
void map_init(lookup_fn *lookup);
int second_init(void);
/* False if the thread does not come back: then its code must stay, too. */
bool second_exit(void);
int catch_init(lookup_fn *lookup);
void catch_exit(void);

#endif
