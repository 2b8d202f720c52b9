#!/usr/bin/env bats
# tftpd: the ports that it sends from: a range of them, or the one it listens
# on.

bats_require_minimum_version 1.5.0
load tftpd

setup() {
	tftpd_begin
}

teardown() {
	namespace_end
}

# three_ports [ADDRESS]: three transfers hold the ports 40000 to 40002; a fourth
# fails, and is served when it asks again after one has ended.
three_ports() {
	raw "$@" <<-'END'
		held = [Client() for i in range(3)]
		for c in held:
		    c.ask("f1000")
		    c.receive()
		equal(sorted(c.peer[1] for c in held), [40000, 40001, 40002])
		c = Client()
		c.ask("f1000")
		c.expect_nothing()
		gone = held.pop()
		gone.send(error(0))
		deadline = now() + 5
		while True:
		    c.ask("f1000")
		    if c.receive(0.2):
		        break
		    if now() > deadline:
		        fail("it is not served")
		equal(c.peer[1], gone.peer[1])
		for h in held + [c]:
		    h.send(error(0))
	END
}

@test "-p: every transfer sends from a port of the range, IPv4 and IPv6" {
	tftpd_start -p 40000:40002
	file f1000 1000
	three_ports
	logged '^failed file=f1000 .* reason=no-free-port'
	three_ports ::1
}

@test "-p: a port that somebody else has is passed over" {
	tftpd_start -p 40000:40001
	raw <<-'END'
		other = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
		other.bind(("0.0.0.0", 40000))
		for i in range(4):
		    c = Client()
		    equal(c.fetch("hello"), b"hello\n")
		    equal(c.peer[1], 40001)
	END
}

@test "-p: a range that is none is wrong usage" {
	local range
	for range in 40000 40000: :40000 40001:40000 69:70 40000:65536 x:y 1:2:3 123456:123457; do
		run -2 "$top/tftpd/tftpd" -d -l 127.0.0.1:1069 -p "$range" "$root"
		[[ $output = *"cannot use -p $range: "* ]]
	done
}
