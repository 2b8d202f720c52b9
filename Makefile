# bootroot: tftpd, dhcp-helper, mkbootroot.
#
#   make                       builds the three programs
#   sudo make demo             boots a PC over the network, to see it work;
#                              FIRMWARE=efi, ROM=native: other firmware
#   sudo make check            runs every test; TESTS=tests/20-map.bats some
#   sudo make bench            measures them beside other servers
#   make install               copies the programs and manual pages

CC ?= cc
PKG_CONFIG ?= pkg-config
PREFIX ?= /usr/local
LIBEXECDIR ?= $(PREFIX)/libexec/bootroot
SBINDIR ?= $(PREFIX)/sbin
MANDIR ?= $(PREFIX)/share/man

CFLAGS ?= -O2 -g
WARNINGS = -Wall -Wextra -Wpedantic -Wshadow -Wconversion \
	-Wmissing-prototypes -Wstrict-prototypes -Wwrite-strings \
	-Wformat=2 -Wundef
HARDEN = -fPIE -fstack-protector-strong -D_FORTIFY_SOURCE=2
ALL_CFLAGS = -std=c11 -D_GNU_SOURCE -Ilib -Itftpd -Idhcp-helper \
	-Imkbootroot $(WARNINGS) $(HARDEN) $(CFLAGS)
ALL_LDFLAGS = -pie -Wl,-z,relro,-z,now $(LDFLAGS)

# tftpd starts a process for each transfer, and one without shared libraries
# starts faster. TFTPD_LINK= links it as the others, and so it is where there
# are no static libraries.
TFTPD_LINK := $(shell echo 'int main(void) { return 0; }' | \
	$(CC) -static-pie -o /dev/null -x c - -lbsd -lmd -lcdb 2>/dev/null && \
	echo -static-pie)

LIBS = -lbsd -lcdb
ARCHIVE_LIBS = -larchive

LIB_O = lib/arch.o lib/client.o lib/config.o lib/configgrub.o lib/configipxe.o \
	lib/configname.o lib/configpxelinux.o lib/configtext.o lib/datagram.o \
	lib/listener.o lib/loader.o lib/log.o lib/map.o lib/mapkey.o \
	lib/merge.o lib/neighbour.o lib/privilege.o lib/record.o lib/uuid.o
TFTPD_O = tftpd/blocknumber.o tftpd/bootfile.o tftpd/burst.o \
	tftpd/child.o tftpd/identify.o tftpd/netascii.o tftpd/nocase.o \
	tftpd/option.o tftpd/pace.o tftpd/packet.o tftpd/patience.o \
	tftpd/permission.o tftpd/request.o tftpd/send.o tftpd/serve.o \
	tftpd/transfers.o tftpd/view.o tftpd/wrapfault.o
EXPLAIN_O = tftpd/bootfile.o tftpd/nocase.o tftpd/permission.o \
	tftpd/request.o tftpd/view.o
DHCP_O = dhcp-helper/decide.o dhcp-helper/interface.o dhcp-helper/message.o \
	dhcp-helper/reply.o
MKBOOTROOT_O = mkbootroot/beneath.o mkbootroot/compile.o mkbootroot/draft.o \
	mkbootroot/dump.o mkbootroot/entryname.o mkbootroot/explain.o \
	mkbootroot/explainfile.o mkbootroot/explainreply.o \
	mkbootroot/explainwho.o mkbootroot/foldernames.o \
	mkbootroot/hardware.o mkbootroot/image.o mkbootroot/imageprint.o \
	mkbootroot/import.o mkbootroot/kernelname.o mkbootroot/loadername.o mkbootroot/loaders.o \
	mkbootroot/lock.o mkbootroot/mapcheck.o mkbootroot/mapclaim.o \
	mkbootroot/mapconfig.o mkbootroot/mapfile.o mkbootroot/mapline.o mkbootroot/maploader.o \
	mkbootroot/mapmenu.o \
	mkbootroot/mappath.o mkbootroot/maptext.o mkbootroot/mapvalue.o \
	mkbootroot/mapword.o mkbootroot/mapwrite.o mkbootroot/mistake.o \
	mkbootroot/pe.o mkbootroot/progress.o mkbootroot/remove.o \
	mkbootroot/rootcheck.o mkbootroot/system.o mkbootroot/unpack.o \
	mkbootroot/unpacklink.o mkbootroot/worddistance.o

MAIN_O = dhcp-helper/dhcp-helper.o dhcp-helper/serve.o \
	mkbootroot/mkbootroot.o tftpd/tftpd.o
ALL_O = $(LIB_O) $(TFTPD_O) $(DHCP_O) $(MKBOOTROOT_O) $(MAIN_O)

PROGRAMS = tftpd/tftpd dhcp-helper/dhcp-helper mkbootroot/mkbootroot

all: $(PROGRAMS)

tftpd/tftpd: tftpd/tftpd.o $(TFTPD_O) $(LIB_O)
	$(CC) $(ALL_LDFLAGS) $(TFTPD_LINK) -o $@ tftpd/tftpd.o $(TFTPD_O) \
		$(LIB_O) $(LIBS) $(TFTPD_LINK:-static-pie=-lmd)

dhcp-helper/dhcp-helper: dhcp-helper/dhcp-helper.o dhcp-helper/serve.o \
		$(DHCP_O) $(LIB_O)
	$(CC) $(ALL_LDFLAGS) -o $@ dhcp-helper/dhcp-helper.o \
		dhcp-helper/serve.o $(DHCP_O) $(LIB_O) $(LIBS)

# explain decides what dhcp-helper and tftpd would: with their own functions.
mkbootroot/mkbootroot: mkbootroot/mkbootroot.o $(MKBOOTROOT_O) $(DHCP_O) \
		$(EXPLAIN_O) $(LIB_O)
	$(CC) $(ALL_LDFLAGS) -o $@ mkbootroot/mkbootroot.o $(MKBOOTROOT_O) \
		$(DHCP_O) $(EXPLAIN_O) $(LIB_O) \
		$(LIBS) $(ARCHIVE_LIBS)

# The compiler notes which headers an object depends on, in a .d file.
.c.o:
	$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

-include $(ALL_O:.o=.d)

# Only copies. DESTDIR for packages; PREFIX is /usr/local.
install: all
	mkdir -p $(DESTDIR)$(LIBEXECDIR) $(DESTDIR)$(SBINDIR) \
		$(DESTDIR)$(MANDIR)/man5 $(DESTDIR)$(MANDIR)/man8
	install -m 755 tftpd/tftpd dhcp-helper/dhcp-helper \
		$(DESTDIR)$(LIBEXECDIR)
	install -m 755 mkbootroot/mkbootroot $(DESTDIR)$(SBINDIR)
	install -m 644 mkbootroot/clients.5 mkbootroot/clients.cdb.5 \
		$(DESTDIR)$(MANDIR)/man5
	install -m 644 tftpd/tftpd.8 dhcp-helper/dhcp-helper.8 \
		mkbootroot/mkbootroot.8 $(DESTDIR)$(MANDIR)/man8

clean:
	rm -f $(PROGRAMS) */*.o */*.d

# Both make the machine ready first: tools that are missing are installed, and
# daemons and the installer are fetched into .cache (tests/setup).
demo:
	@tests/setup demo
	@echo 'bootroot: building'
	@$(MAKE) -s all
	@tests/lab/demo

check:
	@tests/setup check
	@echo 'bootroot: building'
	@$(MAKE) -s all
	@tests/run $(TESTS)

# Beside the distribution's servers; writes doc/measurements.md.
bench:
	@tests/setup bench
	@$(MAKE) -s all
	@tests/bench/run

# Only makes the machine ready.
setup:
	@tests/setup check

.PHONY: all bench check clean demo install setup
