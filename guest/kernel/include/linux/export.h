/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * There are no modules to export to, but who reads the image finds what was: a symbol in a section
 * that is not loaded (abi.transform_exported).
 */
#ifndef _LINUX_EXPORT_H
#define _LINUX_EXPORT_H

#define ___EXPORT_SYMBOL(sym, license, ns)				\
	extern __typeof__(sym) sym;					\
	asm("	.pushsection .export_symbol, \"\", %progbits\n"		\
	    "	.type	__export_symbol_" #sym ", %object\n"		\
	    "__export_symbol_" #sym ":\n"				\
	    "	.asciz	\"" license "\"\n"				\
	    "	.asciz	\"" ns "\"\n"					\
	    "	.popsection\n")

#define EXPORT_SYMBOL(sym)			___EXPORT_SYMBOL(sym, "", "")
#define EXPORT_SYMBOL_GPL(sym)			___EXPORT_SYMBOL(sym, "GPL", "")
#define EXPORT_SYMBOL_NS(sym, ns)		___EXPORT_SYMBOL(sym, "", ns)
#define EXPORT_SYMBOL_NS_GPL(sym, ns)		___EXPORT_SYMBOL(sym, "GPL", ns)
#define EXPORT_SYMBOL_FOR_MODULES(sym, mods)	___EXPORT_SYMBOL(sym, "GPL", "module:" mods)

#endif
