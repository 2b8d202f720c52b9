# bootroot: tftpd, httpd, dhcp-helper, mkbootroot.
#
#   make                       builds the four programs
#   sudo make demo             boots a PC over the network, to see it work;
#                              FIRMWARE=efi: UEFI's own network boot, with
#                              Secure Boot on; SECURE_BOOT=0: off; ROM=ipxe:
#                              UEFI with iPXE; HTTP=1: without TFTP; PATIENCE=3:
#                              on a slow machine
#   sudo make check            runs every test; TESTS=tests/20-map.bats some
#   sudo make check-lab        the same with real clients and DHCP servers
#   sudo make bench            measures them beside other servers
#   make lint                  lets clang-tidy, cppcheck, mandoc, shellcheck and
#                              codespell read the source
#   make fuzz                  looks for mistakes with random input:
#                              SECONDS_EACH=60, TARGETS='request dhcp'
#   sudo make nightly          what is too long for check: the same fuzzers for
#                              600 seconds each, and before them 200,000 runs
#                              of each, 1.4 million datagrams and a million
#                              requests at the servers, 40,000 texts as what
#                              images boot, 6,000 files of other
#                              servers made at random, a file of dnsmasq that
#                              is too much for import, what check-lab leaves
#                              out, and Debian's installer to the end and into
#                              what it has installed
#   make coverage              counts the branches that the fuzzers take
#   make install               copies the programs, the manual pages, the units
#                              and the examples; make uninstall removes them
#   make deb                   builds the Debian package of it
#
# Where to: PREFIX is /usr/local. SYSCONFDIR is /etc, where bootroot/clients is;
# make has to be told another one, too. DESTDIR is a folder to fill instead of
# the system, for packages. The paths in units, examples and manual pages are
# those of the installation.

CC ?= cc
PKG_CONFIG ?= pkg-config
PREFIX ?= /usr/local
LIBEXECDIR ?= $(PREFIX)/libexec/bootroot
SBINDIR ?= $(PREFIX)/sbin
MANDIR ?= $(PREFIX)/share/man
UNITDIR ?= $(PREFIX)/lib/systemd/system
SYSUSERSDIR ?= $(PREFIX)/lib/sysusers.d
DOCDIR ?= $(PREFIX)/share/doc/bootroot
SYSCONFDIR ?= /etc

CFLAGS ?= -O2 -g
WARNINGS = -Wall -Wextra -Wpedantic -Wshadow -Wconversion \
	-Wmissing-prototypes -Wstrict-prototypes -Wwrite-strings \
	-Wformat=2 -Wundef
HARDEN = -fPIE -fstack-protector-strong -D_FORTIFY_SOURCE=2
# An include says where a thing comes from: "map/client.h", "tftpd/send.h".
ALL_CFLAGS = -std=c11 -D_GNU_SOURCE -I. -Ilib \
	-DSYSCONFDIR='"$(SYSCONFDIR)"' \
	$(WARNINGS) $(HARDEN) $(CFLAGS)
ALL_LDFLAGS = -pie -Wl,-z,relro,-z,now $(LDFLAGS)

# tftpd starts a process for each transfer, dhcp-helper is started by inetd for a
# client that waits, and without shared libraries both start faster. STATIC_LINK=
# links them as the others, and so it is where there are no static libraries.
STATIC_LINK := $(shell echo 'int main(void) { return 0; }' | \
	$(CC) -static-pie $(LDFLAGS) -o /dev/null -x c - -lbsd -lmd -lcdb \
	-lseccomp 2>/dev/null && \
	echo -static-pie)
# Where the linker can, what such a process runs lies together: ROOM/child.ld.
CHILD_ORDER := $(if $(STATIC_LINK),$(shell \
	echo 'int main(void) { return 0; }' | \
	$(CC) -static-pie $(LDFLAGS) -Wl,-T,tftpd/child.ld -o /dev/null -x c - \
	2>/dev/null && echo yes))
child_order = $(if $(CHILD_ORDER),-Wl$(comma)-T$(comma)$1/child.ld)
comma = ,
SERVER_LDFLAGS = $(STATIC_LINK) \
	$(if $(STATIC_LINK),$(filter-out -pie,$(ALL_LDFLAGS)),$(ALL_LDFLAGS))
SERVER_LIBS = $(SANDBOX_LIBS) $(LIBS) $(STATIC_LINK:-static-pie=-lmd)

LIBS = -lbsd -lcdb
SANDBOX_LIBS = -lseccomp
# Only for explain -p, which says so where it is missing (Debian: libpcap-dev).
PCAP_LIBS := $(shell $(PKG_CONFIG) --libs libpcap 2>/dev/null)
PCAP_CFLAGS := $(if $(PCAP_LIBS),\
	-DHAVE_PCAP $(shell $(PKG_CONFIG) --cflags libpcap 2>/dev/null))
ARCHIVE_LIBS = -larchive
# Kea's configuration is JSON.
JSON_LIBS = -ljansson
# Only to check the syntax of answers, which says so where they are missing
# (Debian: libyaml-dev, libxml2-dev).
YAML_LIBS := $(shell $(PKG_CONFIG) --libs yaml-0.1 2>/dev/null)
YAML_CFLAGS := $(if $(YAML_LIBS),\
	-DHAVE_YAML $(shell $(PKG_CONFIG) --cflags yaml-0.1 2>/dev/null))
XML_LIBS := $(shell $(PKG_CONFIG) --libs libxml-2.0 2>/dev/null)
XML_CFLAGS := $(if $(XML_LIBS),\
	-DHAVE_XML $(shell $(PKG_CONFIG) --cflags libxml-2.0 2>/dev/null))
# Only for the screen of watch, which says so where it is missing (Debian:
# libncurses-dev).
SCREEN_LIBS := $(shell $(PKG_CONFIG) --libs ncursesw 2>/dev/null)
SCREEN_LEFT_OUT := $(addprefix mkbootroot/see/,\
	$(if $(SCREEN_LIBS),noscreen.c,screen.c terminal.c))

# Every .c file of a room is part of the programs that have the room.
objects = $(patsubst %.c,%.o,$(filter-out $2,$(wildcard $(addsuffix /*.c,$1))))
SANDBOX_O = lib/daemon/filter.o lib/daemon/landlock.o lib/daemon/sandbox.o
LIB_O := $(call objects,lib/*)
# What answers DHCP opens no file of the boot root.
DHCP_LIB_O := $(call objects,lib/config lib/daemon lib/done lib/file lib/map \
	lib/net)
TFTPD_O := $(call objects,tftpd)
HTTPD_O := $(call objects,httpd)
DHCP_O := $(call objects,dhcp-helper)
MKBOOTROOT_O := $(call objects,mkbootroot mkbootroot/* mkbootroot/foreign/* \
	mkbootroot/see/*,$(SCREEN_LEFT_OUT))
# What explain decides with: how dhcp-helper is started and what it waits for is
# no part of that.
DECIDE_O := $(call objects,dhcp-helper,$(addprefix dhcp-helper/, \
	answer.c commandline.c delay.c dhcp-helper.c interface.c repeats.c \
	serve.c waiting.c))

# What httpd takes out of a URL, and what it says where there is nothing.
URL_O = httpd/target.o httpd/refusal.o

ALL_O = $(LIB_O) $(TFTPD_O) $(HTTPD_O) $(DHCP_O) $(MKBOOTROOT_O)

PROGRAMS = tftpd/tftpd httpd/httpd dhcp-helper/dhcp-helper mkbootroot/mkbootroot

all: $(PROGRAMS)

# HEADER=LIBRARY=PACKAGE of Debian. Said in one line, before a compiler says
# it in a hundred.
LIBRARIES = bsd/bsd.h=libbsd=libbsd-dev cdb.h=tinycdb=libcdb-dev \
	archive.h=libarchive=libarchive-dev \
	jansson.h=jansson=libjansson-dev \
	seccomp.h=libseccomp=libseccomp-dev

$(ALL_O): | libraries

libraries:
	@echo '#include <stdio.h>' | $(CC) -E -o /dev/null -x c - 2>/dev/null || { \
		echo "bootroot: cannot build without a C compiler and the headers" \
		    "of the C library: $(CC) (Debian: gcc libc6-dev)" >&2; exit 1; }
	@for library in $(LIBRARIES); do \
		header=$${library%%=*} names=$${library#*=}; \
		echo "#include <$$header>" | \
		$(CC) $(ALL_CFLAGS) -E -o /dev/null -x c - 2>/dev/null || \
		missing="$${missing:+$$missing,} $${names%=*} (Debian: $${names#*=})"; \
	done; \
	[ -z "$$missing" ] || { \
		echo "bootroot: cannot build without these libraries and" \
		    "their headers:$$missing" >&2; exit 1; }

tftpd/tftpd: $(TFTPD_O) $(LIB_O) tftpd/child.ld
	$(CC) $(SERVER_LDFLAGS) $(call child_order,tftpd) -o $@ $(TFTPD_O) \
		$(LIB_O) $(SERVER_LIBS)

httpd/httpd: $(HTTPD_O) $(LIB_O) httpd/child.ld
	$(CC) $(SERVER_LDFLAGS) $(call child_order,httpd) -o $@ $(HTTPD_O) \
		$(LIB_O) $(SERVER_LIBS)

dhcp-helper/dhcp-helper: $(DHCP_O) $(DHCP_LIB_O)
	$(CC) $(SERVER_LDFLAGS) -o $@ $(DHCP_O) $(DHCP_LIB_O) $(SERVER_LIBS)

# explain decides what dhcp-helper, tftpd and httpd would: with their own functions.
MKBOOTROOT_ALL_O = $(MKBOOTROOT_O) $(DECIDE_O) $(URL_O) \
	$(filter-out $(SANDBOX_O),$(LIB_O))
mkbootroot/mkbootroot: $(MKBOOTROOT_ALL_O)
	$(CC) $(ALL_LDFLAGS) -o $@ $(MKBOOTROOT_ALL_O) \
		$(LIBS) $(ARCHIVE_LIBS) $(JSON_LIBS) $(SCREEN_LIBS) \
		$(PCAP_LIBS) $(YAML_LIBS) $(XML_LIBS)

# The compiler notes which headers an object depends on, in a .d file.
.c.o:
	$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

mkbootroot/explain/explaincapture.o: CFLAGS += $(PCAP_CFLAGS)
mkbootroot/answers/answersyaml.o: CFLAGS += $(YAML_CFLAGS)
mkbootroot/answers/answersxml.o: CFLAGS += $(XML_CFLAGS)

-include $(ALL_O:.o=.d)

MAN5 = mkbootroot/clients.5 mkbootroot/clients.cdb.5
MAN8 = dhcp-helper/dhcp-helper.8 httpd/httpd.8 mkbootroot/mkbootroot.8 \
	tftpd/tftpd.8
UNITS = dhcp-helper/dhcp-helper.service dhcp-helper/dhcp-helper.socket \
	dhcp-helper/dhcp-helper@.socket httpd/httpd.service httpd/httpd.socket \
	mkbootroot/bootroot-events.service mkbootroot/bootroot-follow.service \
	tftpd/tftpd.service tftpd/tftpd.socket
SYSUSERS = lib/done/done.sysusers tftpd/tftpd.sysusers httpd/httpd.sysusers \
	mkbootroot/follow.sysusers

# into FOLDER, FILES: where these files will be.
into = $(addprefix $(DESTDIR)$(1)/,$(notdir $(2)))

# Those that name paths, all as they will be.
PLACED = $(call into,$(MANDIR)/man5,$(MAN5)) \
	$(call into,$(MANDIR)/man8,$(MAN8)) $(call into,$(UNITDIR),$(UNITS)) \
	$(call into,$(DOCDIR)/examples,inetd.conf.sample webhook) \
	$(call into,$(DOCDIR)/examples/xinetd.d,dhcp-helper httpd tftpd)
INSTALLED = $(PLACED) $(DESTDIR)$(SYSUSERSDIR)/bootroot.conf \
	$(DESTDIR)$(SBINDIR)/mkbootroot \
	$(call into,$(LIBEXECDIR),dhcp-helper httpd tftpd)

# Only copies: starts, enables and creates nothing else.
install: all
	umask 022 && mkdir -p $(sort $(dir $(INSTALLED)))
	install -m 755 tftpd/tftpd httpd/httpd dhcp-helper/dhcp-helper \
		$(DESTDIR)$(LIBEXECDIR)
	install -m 755 mkbootroot/mkbootroot $(DESTDIR)$(SBINDIR)
	install -m 644 $(MAN5) $(DESTDIR)$(MANDIR)/man5
	install -m 644 $(MAN8) $(DESTDIR)$(MANDIR)/man8
	install -m 644 $(UNITS) $(DESTDIR)$(UNITDIR)
	umask 022 && cat $(SYSUSERS) >$(DESTDIR)$(SYSUSERSDIR)/bootroot.conf
	chmod 644 $(DESTDIR)$(SYSUSERSDIR)/bootroot.conf
	install -m 644 inetd.conf.sample $(DESTDIR)$(DOCDIR)/examples
	install -m 755 mkbootroot/webhook $(DESTDIR)$(DOCDIR)/examples
	for program in dhcp-helper httpd tftpd; do \
		install -m 644 $$program/$$program.xinetd \
		$(DESTDIR)$(DOCDIR)/examples/xinetd.d/$$program || exit; \
	done
	sed -i -e 's|/usr/local/libexec/bootroot|$(LIBEXECDIR)|g' \
		-e 's|/usr/local/sbin|$(SBINDIR)|g' \
		-e 's|/usr/local/share/doc/bootroot|$(DOCDIR)|g' \
		-e 's|/etc/bootroot|$(SYSCONFDIR)/bootroot|g' $(PLACED)

# Folders go too, if nothing else is in them; not those that every system has.
uninstall:
	rm -f $(INSTALLED)
	for folder in $(LIBEXECDIR) $(dir $(LIBEXECDIR)) \
		$(DOCDIR)/examples/xinetd.d $(DOCDIR)/examples $(DOCDIR) \
		$(UNITDIR) $(dir $(UNITDIR)) $(SYSUSERSDIR); do \
		rmdir $(DESTDIR)$$folder 2>/dev/null || :; \
	done

# Wants debhelper. The version is the day of the last commit.
DEB_FOLDER ?= .
DEB_VERSION ?= $(shell git log -1 --format=0.%cd --date=format:%Y%m%d \
	2>/dev/null || echo 0)

deb:
	@doc/debian/build $(DEB_VERSION) $(DEB_FOLDER)

clean:
	rm -f $(PROGRAMS) */*.[od] */*/*.[od] */*/*/*.[od] demo.png
	rm -rf tests/fuzz/build .cache/sanitized*

# Both make the machine ready first: tools that are missing are installed, and
# daemons and the installer are fetched into .cache (tests/setup).
demo:
	@tests/setup demo
	@MAKE='$(MAKE)' tests/lab/build
	@tests/lab/demo

# Each tells what it does: a line for each file as it ends (tests/run).
check:
	@tests/setup check
	@MAKE='$(MAKE)' tests/lab/build
	@tests/run $(TESTS)

# What takes minutes: real firmware, DHCP servers, relays and clients.
check-lab:
	@tests/setup check-lab
	@MAKE='$(MAKE)' tests/lab/build
	@tests/run $(or $(TESTS),$(wildcard tests/lab/*.bats))

# Beside the distribution's servers, and how long PCs take to boot, and to their
# disk; writes doc/measurements.md. PARTS="http boots": only these parts of it.
bench:
	@tests/setup bench
	@MAKE='$(MAKE)' tests/lab/build
	@tests/bench/run

# What reads the source instead of running it; a line for each tool.
lint:
	@tests/setup lint
	@tests/lint

# Runs each fuzzer of tests/fuzz for a while, one after the other.
fuzz:
	@tests/setup fuzz
	@tests/fuzz/run fuzz

WHOLE_TESTS = tests/lab/10-beside.bats tests/lab/11-same-host.bats \
	tests/lab/12-firmware.bats tests/lab/18-builds.bats \
	tests/lab/20-disk.bats tests/lab/24-export.bats \
	tests/lab/25-four-kinds.bats tests/lab/26-uefi.bats \
	tests/lab/29-demo.bats tests/lab/30-other-debian.bats \
	tests/lab/33-http-question.bats tests/lab/35-once.bats \
	tests/lab/37-debian-whole.bats \
	tests/lab/38-real-media.bats tests/lab/39-three-servers.bats \
	tests/lab/40-tries-again.bats

# Random input for hours. Where the short runs find a mistake, the long ones do
# not begin. At the end what takes an emulated PC too long for check-lab.
nightly:
	@tests/setup check
	@WHOLE=1 TESTS='$(WHOLE_TESTS)' tests/setup check-lab
	@$(MAKE) -s all
	@LIMIT=14400 RUNS=$(or $(RUNS),200000) CHECK_OPTIMISE=-O1 \
		TIMES=$(or $(TIMES),30) \
		MESSAGES=$(or $(MESSAGES),1000000) \
		REQUESTS=$(or $(REQUESTS),1000000) FILES=$(or $(FILES),2000) \
		CASES=$(or $(CASES),20000) \
		tests/run tests/36-config.bats tests/50-dhcp.bats tests/74-datagrams.bats \
		tests/75-fuzz.bats tests/lab/31-judge.bats
	@SECONDS_EACH=$(or $(SECONDS_EACH),600) tests/fuzz/run fuzz
	@LIMIT=14400 WHOLE=1 HOSTS=$(or $(HOSTS),10000) tests/run \
		tests/65-import-dnsmasq.bats tests/65-import-kea.bats $(WHOLE_TESTS)

# What their corpora take of the pure files' branches, file by file.
coverage:
	@tests/setup fuzz
	@tests/fuzz/run coverage

# Only makes the machine ready.
setup:
	@tests/setup check

.PHONY: all bench check check-lab clean coverage deb demo fuzz install \
	libraries lint nightly setup uninstall
