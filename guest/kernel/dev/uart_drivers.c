// SPDX-License-Identifier: GPL-2.0-only
/*
 * Every kind of UART that can be the console. Baud rate, pins and clocks are as firmware left them.
 */
#include <linux/bits.h>
#include <sct/uart.h>

const struct uart_driver uart_drivers[UART_DRIVERS] = {
	/* PL011, DDI 0183: FR.TXFF, DR, LCR_H (8n1 with FIFOs), CR (TXE, UARTEN) */
	{
		.compatible = { "arm,pl011" },
		.earlycon = { "pl011" },
		.width = 4,
		.ready = { 0x18, BIT(5), 0 },
		.data = 0,
		.start = { { 0x2c, 0x8f, 0x70 }, { 0x30, 0, BIT(8) | BIT(0) } },
	},
	/* Its subset of the Server Base System Architecture, DEN 0029: nothing to set up */
	{
		.compatible = { "arm,sbsa-uart" },
		.width = 4,
		.ready = { 0x18, BIT(5), 0 },
		.data = 0,
	},
	/* 8250 and what came after it (TI's data sheet of the PC16550D): LSR.THRE, THR */
	{
		.compatible = { "ns16550a", "ns16550", "ns8250", "snps,dw-apb-uart" },
		.earlycon = { "uart8250", "uart" },
		.width = 1,
		.iotype_is_layout = true,
		.ready = { 5, BIT(5), BIT(5) },
		.data = 0,
	},
	/*
	 * Mini UART (BCM2835 ARM Peripherals, 2.2): registers like an 8250's, a word each, behind
	 * an enable bit of its own, AUX_ENABLES, below them; AUX_MU_CNTL_REG has the transmitter's.
	 */
	{
		.compatible = { "brcm,bcm2835-aux-uart" },
		.earlycon = { "bcm2835aux" },
		.width = 4,
		.shift = 2,
		.ready = { 5, BIT(5), BIT(5) },
		.data = 0,
		.start = { { -15, 0, BIT(0) }, { 8, 0, BIT(1) } },
	},
	/*
	 * i.MX (i.MX 8M Plus Reference Manual, UART): UTS.TXFULL, UTXD, UCR1.UARTEN, UCR2.TXEN and
	 * not in reset
	 */
	{
		.compatible = { "fsl,imx6q-uart", "fsl,imx21-uart" },
		.earlycon = { "ec_imx6q", "ec_imx21" },
		.width = 4,
		.ready = { 0xb4, BIT(4), 0 },
		.data = 0x40,
		.start = { { 0x80, 0, BIT(0) }, { 0x84, 0, BIT(2) | BIT(0) } },
	},
	/* Cadence (UG1085, UART): SR.TXFULL, FIFO, CR.TXDIS and CR.TXEN */
	{
		.compatible = { "cdns,uart-r1p12", "cdns,uart-r1p8", "xlnx,xuartps" },
		.earlycon = { "cdns" },
		.width = 4,
		.ready = { 0x2c, BIT(4), 0 },
		.data = 0x30,
		.start = { { 0x00, BIT(5), BIT(4) } },
	},
	/*
	 * Amlogic Meson. The maker publishes no manual; TF-A's console and Linux's driver agree in
	 * STATUS.TX_FULL, WFIFO and CONTROL.TX_EN.
	 */
	{
		.compatible = { "amlogic,meson-gx-uart", "amlogic,meson-ao-uart",
				"amlogic,meson-s4-uart", "amlogic,meson-uart" },
		.earlycon = { "meson" },
		.width = 4,
		.ready = { 0x0c, BIT(21), 0 },
		.data = 0,
		.start = { { 0x08, 0, BIT(12) } },
	},
	/*
	 * Qualcomm GENI. No manual is public; the maker's own console in TF-A and coreboot's agree:
	 * once GENI_STATUS.M_GENI_CMD_ACTIVE is clear, UART_TX_TRANS_LEN and the opcode in
	 * GENI_M_CMD0 begin a transfer of one character, which takes it from GENI_TX_FIFO.
	 */
	{
		.compatible = { "qcom,geni-debug-uart" },
		.earlycon = { "qcom_geni" },
		.width = 4,
		.ready = { 0x40, BIT(0), 0 },
		.command = { { 0x270, 1 }, { 0x600, BIT(27) } },
		.data = 0x700,
	},
};
