/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Doubly linked rings: the head is a link of its own, an empty ring is a head that points to
 * itself.
 */
#ifndef _LINUX_LIST_H
#define _LINUX_LIST_H
#include <linux/compiler.h>
#include <linux/container_of.h>
#include <linux/types.h>

struct list_head {
	struct list_head *next, *prev;
};

#define LIST_HEAD_INIT(name)	{ &(name), &(name) }
#define LIST_HEAD(name)		struct list_head name = LIST_HEAD_INIT(name)

static inline void INIT_LIST_HEAD(struct list_head *list)
{
	list->next = list->prev = list;
}

static inline void __list_link(struct list_head *entry, struct list_head *before,
			       struct list_head *after)
{
	entry->prev = before;
	entry->next = after;
	before->next = after->prev = entry;
}

static inline void list_add(struct list_head *entry, struct list_head *head)
{
	__list_link(entry, head, head->next);
}

static inline void list_add_tail(struct list_head *entry, struct list_head *head)
{
	__list_link(entry, head->prev, head);
}

static inline void __list_del_entry(struct list_head *entry)
{
	entry->prev->next = entry->next;
	entry->next->prev = entry->prev;
}

/* No ring that it is in again: a second list_del() faults. */
static inline void list_del(struct list_head *entry)
{
	__list_del_entry(entry);
	entry->next = entry->prev = NULL;
}

static inline void list_del_init(struct list_head *entry)
{
	__list_del_entry(entry);
	INIT_LIST_HEAD(entry);
}

static inline void list_move(struct list_head *entry, struct list_head *head)
{
	__list_del_entry(entry);
	list_add(entry, head);
}

static inline void list_move_tail(struct list_head *entry, struct list_head *head)
{
	__list_del_entry(entry);
	list_add_tail(entry, head);
}

static inline bool list_empty(const struct list_head *head)
{
	return READ_ONCE(head->next) == head;
}

static inline bool list_is_last(const struct list_head *entry, const struct list_head *head)
{
	return entry->next == head;
}

#define list_entry(link, type, member)		container_of(link, type, member)
#define list_first_entry(head, type, member)	list_entry((head)->next, type, member)
#define list_last_entry(head, type, member)	list_entry((head)->prev, type, member)
#define list_first_entry_or_null(head, type, member) \
	(list_empty(head) ? NULL : list_first_entry(head, type, member))
#define list_next_entry(at, member)		\
	list_entry((at)->member.next, __typeof__(*(at)), member)
#define list_prev_entry(at, member)		\
	list_entry((at)->member.prev, __typeof__(*(at)), member)
#define list_entry_is_head(at, head, member)	(&(at)->member == (head))
#define list_for_each(at, head)			for (at = (head)->next; at != (head); at = at->next)
#define list_for_each_safe(at, n, head)		\
	for (at = (head)->next, n = at->next; at != (head); at = n, n = at->next)
#define list_for_each_entry(at, head, member)				\
	for (at = list_first_entry(head, __typeof__(*at), member);	\
	     !list_entry_is_head(at, head, member); at = list_next_entry(at, member))
#define list_for_each_entry_reverse(at, head, member)			\
	for (at = list_last_entry(head, __typeof__(*at), member);	\
	     !list_entry_is_head(at, head, member); at = list_prev_entry(at, member))
#define list_for_each_entry_safe(at, n, head, member)			\
	for (at = list_first_entry(head, __typeof__(*at), member),	\
	    n = list_next_entry(at, member);				\
	     !list_entry_is_head(at, head, member); at = n, n = list_next_entry(n, member))

#endif
