#!/usr/bin/env bats
# httpd's units as they are installed, under a real systemd; and a unit for each
# connection, by the lines of httpd(8).

bats_require_minimum_version 1.5.0
load httpd
load system

setup() {
	system_begin
	cache_needs systemd
	system_install
	system_boot systemd
	on_system systemd-sysusers
	on_system systemctl daemon-reload
	root=$system/srv/tftp
	file large 3000000
}

teardown() {
	system_end
}

start_socket() {
	on_system systemctl enable --now httpd.socket
}

# The processes of a unit, as they are seen here.
processes() {
	cat "$cgroup/system.slice/$1/cgroup.procs" 2>/dev/null
}

served() {
	http "$@" <<-END
		c = Connection()
		equal(c.get("hello").body, b"hello\n")
		equal(c.get("large").body, open("$root/large", "rb").read())
		equal(get("hello"), b"hello\n")
	END
}

@test "exposure: at most 1.5; systemd finds nothing to say against the units" {
	on_system systemd-analyze security --no-pager --offline=yes --threshold=15 httpd.service
	run -0 on_system systemd-analyze verify --man=no httpd.service httpd.socket
	echo "$output"
	[ -z "$output" ]
}

@test "before the first connection there are sockets, and no process" {
	start_socket
	[ -z "$(processes httpd.service)" ]
	inside ss -Hltn | awk '{ print $4 }' | LC_ALL=C sort >"$dir/sockets"
	diff "$dir/sockets" - <<-'END'
		0.0.0.0:80
		[::]:80
	END
	[ "$(property httpd.socket TriggerLimitIntervalUSec)" = 0 ]
	[ "$(property httpd.service StartLimitIntervalUSec)" = 0 ]
}

@test "clients are served, by IPv4 and IPv6, by one process without rights, and its children" {
	start_socket
	served
	served ::1
	has_logged '^sent file=hello client=127.0.0.1 ' 2
	has_logged '^sent file=large client=::1 '
	run ! journal_has 'not locked in'
	run ! journal_has '^Started httpd.service' 2
	uid=$(on_system id -u _httpd)
	http <<-END
		import subprocess
		c = Connection()
		equal(c.get("hello").body, b"hello\n")
		pids = open("$cgroup/system.slice/httpd.service/cgroup.procs").read().split()
		equal(len(pids) >= 2, True)
		for pid in pids:
		    try:
		        status = open("/proc/%s/status" % pid).read()
		    except FileNotFoundError:
		        continue
		    if "State:\tZ" in status:
		        continue
		    for line in ("CapBnd:\t0000000000000000", "NoNewPrivs:\t1", "Seccomp:\t2", "Uid:\t$uid\t$uid\t$uid\t$uid"):
		        if line not in status:
		            fail("no %r of process %s" % (line, pid))
	END
}

@test "a restart, and the end of service and socket, break nothing that is being sent" {
	local command
	start_socket
	for command in 'restart httpd.service' 'stop httpd.socket httpd.service'; do
		http <<-END
			import subprocess
			c = Connection(room=10000)
			c.ask("large")
			c.head()
			subprocess.run("nsenter --target $init --root --wd --mount --pid --cgroup --uts --ipc --net -- systemctl $command", shell=True, check=True)
			want = open("$root/large", "rb").read()
			parts = [c.bytes]
			while sum(map(len, parts)) < len(want):
			    got = c.socket.recv(1 << 20)
			    if not got:
			        fail("it has ended")
			    parts.append(got)
			equal(b"".join(parts) == want, True)
			c.bytes = b""
			c.expect_end()
		END
	done
	[ -z "$(inside ss -Hltn 'sport = :80')" ]
}

@test "a service that is killed again and again is there again" {
	start_socket
	SERVICE=$cgroup/system.slice/httpd.service http <<-'END' || { on_system journalctl --no-pager -n 30; return 1; }
		import os
		service = os.environ["SERVICE"]
		def populated():
		    try:
		        with open(service + "/cgroup.events") as f:
		            return "populated 1" in f.read()
		    except OSError:
		        return False
		# Until systemd has noticed the end, what comes is reset (FlushPending=).
		def got():
		    while True:
		        try:
		            a = Connection().get("hello")
		        except ConnectionError:
		            continue
		        if isinstance(a, Answer):
		            return a.body
		        equal(a, RESET)
		for i in range(30):
		    equal(got(), b"hello\n")
		    with open(service + "/cgroup.kill", "w") as f:
		        f.write("1")
		    while populated():
		        time.sleep(0.01)
		equal(got(), b"hello\n")
	END
	has_logged '^Started httpd.service' 31
	[ "$(property httpd.socket ActiveState)" = active ]
}

@test "a service that cannot start is not started again for one connection" {
	start_socket
	mkdir -p "$system/etc/systemd/system/httpd.service.d"
	printf '[Service]\nExecStart=\nExecStart=/nonexistent /srv/tftp\n' \
	    >"$system/etc/systemd/system/httpd.service.d/wrong.conf"
	on_system systemctl daemon-reload
	http <<<'Connection().expect_end()' || :
	has_logged '^httpd.service: Failed with result'
	rm -r "$system/etc/systemd/system/httpd.service.d"
	on_system systemctl daemon-reload
	served
	run ! journal_has '^httpd.service: Failed with result' 2
}

# page_lines REGEX: the literal lines of httpd(8) from one that matches to the end.
page_lines() {
	awk -v from="$1" '/^\.Bd/ { on = 1; text = ""; next }
	    /^\.Ed/ { if (on && text ~ from) printf "%s", text; on = 0 }
	    on { text = text $0 "\n" }' "$top/httpd/httpd.8" | sed 's/\\e/\\/g'
}

@test "other options, by the lines of the manual" {
	mkdir -p "$system/etc/systemd/system/httpd.service.d"
	page_lines ' -c ' >"$system/etc/systemd/system/httpd.service.d/override.conf"
	grep -q -- 'httpd -c 4000:400 ' "$system/etc/systemd/system/httpd.service.d/override.conf"
	on_system systemctl daemon-reload
	start_socket
	served
	on_system tr '\0' ' ' <"/proc/$(processes httpd.service | head -n 1)/cmdline" | grep -q -- ' -c 4000:400 '
}

@test "Accept=yes, by the lines of the manual: a service for each connection" {
	mkdir -p "$system/etc/systemd/system/httpd.socket.d"
	page_lines 'Accept=yes' >"$system/etc/systemd/system/httpd.socket.d/override.conf"
	[ -s "$system/etc/systemd/system/httpd.socket.d/override.conf" ]
	cp "$system/usr/local/lib/systemd/system/httpd.service" "$system/etc/systemd/system/httpd@.service"
	on_system systemctl daemon-reload
	start_socket
	served
	[ -z "$(processes httpd.service)" ]
	has_logged '^sent file=hello client=127.0.0.1 ' 2
	has_logged '^sent file=large client=127.0.0.1 '
	# Each goes with its connection.
	wait_for 60 none_is_left
}

none_is_left() {
	[ -z "$(on_system systemctl list-units --no-legend --plain 'httpd@*.service')" ]
}

# _tftpd and _httpd write into one folder, which mkbootroot makes for their group. It
# comes after the services have been started, and is none of what they may write then.
@test "both services write who is done, also where the folder comes later" {
	on_system systemctl enable --now httpd.socket tftpd.socket
	served
	raw <<<'equal(Client().fetch("hello"), b"hello\n")'
	mkdir "$root/deb"
	echo kernel >"$root/deb/linux"
	printf '%s\n' 'image deb - kernel=linux' '52:54:00:00:00:01 a boot=deb once' '52:54:00:00:00:02 b boot=deb once' \
	    >"$system/etc/bootroot/clients"
	on_system mkbootroot -q
	[ "$(on_system stat -c '%U:%G %a' /var/lib/bootroot/done)" = 'root:_bootroot 2775' ]
	# Each says it as long as it is not answered.
	http <<-'END'
		import time
		until = time.monotonic() + PATIENCE
		while True:
		    a = Connection().get("done/01-52-54-00-00-00-01")
		    if isinstance(a, Answer) and a.status == 200 or time.monotonic() > until:
		        break
		equal(a.body, b"done\n")
	END
	raw <<-'END'
		until = time.monotonic() + PATIENCE
		got = None
		while got != data(1, b"done\n") and time.monotonic() < until:
		    c = Client()
		    c.ask("done/01-52-54-00-00-00-02")
		    got = c.receive(0.3)
		equal(got, data(1, b"done\n"))
		c.send(ack(1))
	END
	has_logged '^folder /var/lib/bootroot/done has come: starting anew$' 2
	on_system stat -c '%U:%G %n' /var/lib/bootroot/done/01-52-54-00-00-00-0{1,2} >"$dir/made"
	diff "$dir/made" - <<-'END'
		_httpd:_bootroot /var/lib/bootroot/done/01-52-54-00-00-00-01
		_tftpd:_bootroot /var/lib/bootroot/done/01-52-54-00-00-00-02
	END
}
