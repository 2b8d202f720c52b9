# shellcheck shell=bash
# A system for a test: the files of this machine, with changes of its own, and
# its own processes, /run and /tmp; with systemd as its first process where
# that is wanted. Its network is the test's namespace.
#
#	setup: system_begin, then system_boot; teardown: system_end
#
# Nothing outside is touched: its files lie on an overlay, and in the tree of
# control groups it has a folder of its own.
#
# shellcheck disable=SC2034,SC2154 # variables are for the tests, or theirs

# shellcheck source=tests/namespace.bash
. "$BATS_TEST_DIRNAME/namespace.bash"

# Its files: $system/. Our tree is in /mnt.
system_begin() {
	namespace_begin
	system=$dir/system
	cgroup='' unshare=''
	mkdir "$system" "$dir/changes"
	mount -t tmpfs -o mode=755 bootroot "$dir/changes"
	mkdir "$dir/changes/upper" "$dir/changes/work"
	mount -t overlay bootroot "$system" -o \
		"lowerdir=/,upperdir=$dir/changes/upper,workdir=$dir/changes/work"
	mount --no-canonicalize --bind "$top" "$system/mnt"
	rm -rf "${system:?}/etc/bootroot" "$system/srv/tftp" "$system/var/lib/bootroot"
	mkdir -p "$system/etc/bootroot" "$system/srv/tftp"
	printf 'hello\n' >"$system/srv/tftp/hello"
}

# system_install: what make install installs. make is run for the first test of a file
# only: it looks at the compiler first, which takes as long as to boot.
system_install() {
	local installed=$BATS_FILE_TMPDIR/installed
	[ -d "$installed" ] || {
		make -s -C "$top" install DESTDIR="$installed"
		# Most of what would be copied for each test is for debuggers.
		strip --strip-debug "$installed"/usr/local/{libexec/bootroot,sbin}/*
	}
	cp -a "$installed/usr" "$system"
}

# system_boot [systemd]: starts it. Without systemd its first process waits.
system_boot() {
	local first=(bash -c 'sleep infinity & wait')
	if [ $# -gt 0 ]; then
		systemd_units
		cgroup_begin
		first=(/lib/systemd/systemd --system --unit=basic.target
			--log-target=journal --show-status=no)
	fi
	(
		[ -z "$cgroup" ] || echo "$BASHPID" >"$cgroup/cgroup.procs"
		close_others
		exec nsenter --net="/proc/$net/ns/net" \
			unshare --mount --pid --cgroup --uts --ipc --fork --kill-child \
			"$BATS_TEST_DIRNAME/lab/boot" "$system" "${first[@]}"
	) </dev/null >"$dir/console" 2>&1 &
	unshare=$!
	wait_for 60 system_is_up || {
		cat "$dir/console"
		return 1
	}
	[ $# -eq 0 ] || wait_for 60 systemd_is_up
}

# lab/boot leaves that mark when all is in its place.
system_is_up() {
	init=$(pgrep -P "$unshare") &&
		nsenter --target "$init" --root --wd --mount test -e /run/booted
}

systemd_is_up() {
	on_system systemctl is-active --quiet basic.target 2>/dev/null
}

system_end() {
	if [ -n "$unshare" ]; then
		kill -KILL "$unshare" 2>/dev/null || :
		wait "$unshare" 2>/dev/null || :
	fi
	cgroup_end
	umount -R "$system" "$dir/changes"
	namespace_end
}

# Runs a command on the system, with the path that a login has there.
on_system() {
	PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
		nsenter --target "$init" --root --wd --mount --pid --cgroup --uts --ipc --net -- "$@" 3>&-
}

# systemd as the distribution has it, without what only a machine needs: of
# its own units those that basic.target and the journal want.
systemd_units() {
	local units=$system/usr/lib/systemd from=$top/.cache/systemd
	cp -a "$from/usr/." "$system/usr/"
	# What older packages have in /bin and /lib is in /usr here.
	for folder in bin lib sbin; do
		[ ! -d "$from/$folder" ] || cp -a "$from/$folder/." "$system/usr/$folder/"
	done
	rm -rf "$system/etc/systemd" "$system/var/log/journal" \
		"$units/system-generators" "$units"/system/*.wants
	mkdir -p "$system/etc/systemd/system/sysinit.target.wants"
	ln -s /lib/systemd/system/systemd-journald{-dev-log.socket,.socket,.service} \
		"$system/etc/systemd/system/sysinit.target.wants"
	# Not its first boot, on which it would enable what it finds.
	printf '%032x\n' 1 >"$system/etc/machine-id"
}

# A control group for the system. The kernel ends a world with all that is in it,
# but not its groups: those of tests that were killed are removed here. Whoever
# uses one has it locked.
cgroup_begin() {
	local groups old
	mkdir "$dir/cgroup"
	mount -t cgroup2 bootroot "$dir/cgroup"
	groups=$dir/cgroup$(sed -n 's/^0:://p' /proc/self/cgroup)
	for old in "$groups"/bootroot.*/; do
		[ ! -d "$old" ] || flock -n "$old" find "$old" -depth -type d -exec rmdir {} + 2>/dev/null || :
	done
	cgroup=$(mktemp -d "$groups/bootroot.XXXXXX")
	exec {cgroup_lock}<"$cgroup"
	flock "$cgroup_lock"
}

cgroup_end() {
	[ -n "$cgroup" ] || return 0
	wait_for 60 cgroup_is_empty
	exec {cgroup_lock}<&-
	find "$cgroup" -depth -type d -exec rmdir {} +
	umount "$dir/cgroup"
}

cgroup_is_empty() {
	grep -qx 'populated 0' "$cgroup/cgroup.events"
}

# readme_lines SUBJECT: does what the README says for it.
readme_lines() {
	awk -v heading="    # $1" 'index($0, heading) == 1 { on = 1; next }
		on && !/^    [^#]/ { exit }
		on { print substr($0, 5) }' "$top/README.md" >"$system/root/readme"
	[ -s "$system/root/readme" ]
	on_system bash -exc 'sudo() { "$@"; }; . /root/readme'
}

# The map and the boot root of the tests of dhcp-helper, see dhcp.bash.
system_map() {
	compile=$top/mkbootroot/mkbootroot
	map_default
	cp -r "$dir/root/." "$system/srv/tftp"
	cp "$dir/clients.cdb" "$system/etc/bootroot"
}

# shellcheck disable=SC2120 # the arguments are of who loads this file
raw() {
	inside python3 -S "$BATS_TEST_DIRNAME/tftp_raw.py" "$@"
}

# A client that asks again, as all do: what comes while the service ends is
# thrown away.
asking='
def served():
    for tries in range(200):
        c = Client()
        c.ask("hello")
        if c.receive(0.3) == data(1, b"hello\n"):
            c.send(ack(1))
            return
    fail("nobody answers")
'

# shellcheck disable=SC2120 # the same
served() {
	raw "$@" <<<"${asking}served()"
}

# while_sending COMMAND: in the middle of a transfer.
while_sending() {
	served
	head -c 100000 /dev/urandom >"$system/srv/tftp/large"
	COMMAND="nsenter --target $init --root --wd --mount --pid --cgroup --uts --ipc --net $1" \
	    LARGE=$system/srv/tftp/large raw <<-'END'
		import os, subprocess
		c = Client()
		c.ask("large")
		first = c.receive()
		subprocess.check_call(os.environ["COMMAND"].split())
		c.send(ack(1))
		content, block = first[4:], 1
		while True:
		    got = c.receive()
		    # It may have been sent again meanwhile.
		    if got[:4] == data(block, b""):
		        continue
		    block += 1
		    equal(got[:4], data(block, b""))
		    content += got[4:]
		    c.send(ack(block))
		    if len(got) < 516:
		        break
		with open(os.environ["LARGE"], "rb") as f:
		    assert content == f.read()
	END
}

# property UNIT NAME: what systemd says of it.
property() {
	on_system systemctl show --value --property "$2" "$1"
}

# has_logged REGEX [COUNT]: waits for so many such lines in the journal.
has_logged() {
	wait_for 60 journal_has "$@" || {
		on_system journalctl --no-pager -n 30
		return 1
	}
}

journal_has() {
	[ "$(on_system journalctl -o cat --no-pager | grep -cE -- "$1")" -ge "${2:-1}" ]
}
