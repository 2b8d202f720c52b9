#!/usr/bin/env bats
# Watching a running site: the counters of both servers, by SIGUSR1 and as a
# file for Prometheus.

bats_require_minimum_version 1.5.0
load dhcp

# dhcp.bash prepares each test; here is what tftpd wants beside it.
tftpd_serve() {
	root=$dir/tftp
	mkdir -p "$root"
	printf 'hello\n' >"$root/hello"
	: >"$dir/tftpd.log"
	behind "$top/tftpd/tftpd" -d -T 5000 -l 10.9.0.1 -m "$dir/none.cdb" "$@" "$root" 2>>"$dir/tftpd.log"
	tftpd=$pid
	wait_for 30 listens
}

listens() {
	inside ss -Huln 'sport = :69' | grep -q ':69 '
}

raw() {
	inside python3 "$BATS_TEST_DIRNAME/tftp_raw.py" 10.9.0.1
}

# says WORD...: the last line of counters has them all.
says() {
	local word line
	wait_for_line 30 "$1" "^counters "
	line=" $(grep '^counters ' "$1" | tail -n 1) "
	shift
	for word; do
		[[ $line == *" $word "* ]] || {
			echo "no $word in:$line"
			return 1
		}
	done
}

# A folder for the file that nobody, who our programs become, may write to.
metrics() {
	mkdir "$dir/metrics"
	chmod 777 "$dir/metrics"
	metrics=$dir/metrics/bootroot.prom
}

# holds LINE...: the file has these lines, soon.
holds() {
	local line
	for line; do
		wait_for 30 grep -qxF -- "$line" "$metrics" || {
			echo "no '$line' in:"
			cat "$metrics"
			return 1
		}
	done
}

three_requests() {
	raw <<-'END'
		c = Client()
		c.ask("hello")
		c.expect(data(1, b"hello\n"))
		c.send(ack(1))
		c = Client()
		c.ask("none")
		c.receive()
		c = Client()
		c.ask("../none")
		c.receive()
	END
	wait_for_line 30 "$dir/tftpd.log" '^sent file=hello'
}

@test "tftpd says its counters when it is asked, with a transfer that runs, and goes on" {
	tftpd_serve
	three_requests
	wait_for 30 settled
	kill -USR1 "$tftpd"
	says "$dir/tftpd.log" transfers=0 started=1 over:sent=1 over:failed=0 \
	    sent-bytes=6 received-bytes=0 resent=0 refused:not-found=1 \
	    refused:outside-the-boot-root=1 put-off=0
	: >"$dir/tftpd.log"
	raw <<-END
		import subprocess
		c = Client()
		c.ask("hello")
		c.expect(data(1, b"hello\n"))
		# All of them, as pkill does it: a transfer does not mind.
		subprocess.check_call("kill -USR1 $tftpd \$(pgrep -P $tftpd)", shell=True)
		for i in range(600):
		    if "counters" in open("$dir/tftpd.log").read():
		        break
		    time.sleep(0.05)
		c.send(ack(1))
	END
	says "$dir/tftpd.log" transfers=1 started=2
	wait_for_line 30 "$dir/tftpd.log" '^sent file=hello'
}

# The only transfer has ended, and was waited for.
settled() {
	! pgrep -P "$tftpd" >/dev/null
}

@test "what a transfer had to send again is counted when it is over" {
	tftpd_serve -T 50
	raw <<-'END'
		c = Client()
		c.ask("hello")
		for i in range(3):
		    c.expect(data(1, b"hello\n"))
		c.send(ack(1))
	END
	wait_for_line 30 "$dir/tftpd.log" '^sent file=hello .* resent=2$'
	wait_for 30 settled
	kill -USR1 "$tftpd"
	says "$dir/tftpd.log" resent=2 over:sent=1
}

@test "dhcp-helper says what it answered, and why it did not" {
	serve 255.255.255.255:67
	run -0 client
	silent ignore --mac 52:54:00:00:00:0a
	kill -USR1 "$(pgrep -P "$pid")"
	says "$dir/log" answers:OFFER=1 answers:ACK=0 silent:ignore=1
	run -0 client
}

@test "-P writes tftpd's counters at the latest after some seconds, as Prometheus reads them" {
	metrics
	tftpd_serve -P "$metrics"
	three_requests
	holds 'tftpd_transfers_started_total 1' 'tftpd_transfers_total{outcome="sent"} 1' \
	    'tftpd_sent_bytes_total 6' 'tftpd_refused_total{reason="not-found"} 1' \
	    '# TYPE tftpd_refused_total counter' '# TYPE tftpd_transfers gauge'
	holds 'tftpd_transfers 0'
	[ "$(stat -c %a "$metrics")" = 644 ]
	! grep -q 'not locked in: .*Landlock' "$dir/tftpd.log"
	# Each line is a comment or a sample, no sample comes twice.
	! grep -vE '^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[a-z]+="[A-Za-z0-9-]+"\})? [0-9]+)$' "$metrics"
	[ -z "$(grep -v '^#' "$metrics" | sed 's/ [0-9]*$//' | sort | uniq -d)" ]
}

@test "the numbers go on where the last process has stopped, and are written at its end" {
	metrics
	for times in 1 2; do
		tftpd_serve -P "$metrics"
		three_requests
		kill "$tftpd"
		wait_for 30 gone
		holds "tftpd_transfers_started_total $times" \
		    "tftpd_refused_total{reason=\"not-found\"} $times"
	done
	[ "$(ls "$dir/metrics")" = bootroot.prom ]
}

gone() {
	! kill -0 "$tftpd" 2>/dev/null
}

@test "two processes add to one file" {
	metrics
	tftpd_serve -P "$metrics"
	first=$tftpd
	inside ip addr add 10.9.0.2/24 dev eth0
	behind "$top/tftpd/tftpd" -d -l 10.9.0.2 -m "$dir/none.cdb" -P "$metrics" "$root" 2>"$dir/second.log"
	second=$pid
	three_requests
	holds 'tftpd_transfers_total{outcome="sent"} 1'
	inside python3 "$BATS_TEST_DIRNAME/tftp_raw.py" 10.9.0.2 <<-'END'
		equal(Client().fetch("hello"), b"hello\n")
	END
	wait_for_line 30 "$dir/second.log" '^sent '
	kill "$first" "$second"
	holds 'tftpd_transfers_total{outcome="sent"} 2'
}

@test "a file that somebody else has filled with nonsense, and a folder that is closed, do no harm" {
	metrics
	head -c 100000 /dev/urandom >"$metrics"
	printf 'tftpd_sent_bytes_total 5\ntftpd_refused_total{reason="x"} 9999999999999999999999\n' \
	    >"$dir/metrics/bootroot.prom.new"
	tftpd_serve -P "$metrics"
	three_requests
	holds 'tftpd_transfers_started_total 1'
	kill "$tftpd"
	wait_for 30 gone
	chmod 755 "$dir/metrics"
	tftpd_serve -P "$metrics"
	three_requests
	wait_for_line 30 "$dir/tftpd.log" '^cannot write bootroot.prom: Permission denied$'
	kill "$tftpd"
	wait_for 30 gone
	tftpd_serve -P "$dir/nowhere/x.prom"
	three_requests
	grep -q "^cannot open the folder of $dir/nowhere/x.prom: No such file or directory; no counters are written$" \
	    "$dir/tftpd.log"
}

@test "-P writes dhcp-helper's counters when it goes, and the next one adds to them" {
	metrics
	for times in 1 2; do
		serve 255.255.255.255:67 -- -t 1 -P "$metrics"
		run -0 client
		holds "dhcp_helper_answers_total{answer=\"OFFER\"} $times"
		kill "$pid"
		! grep -q 'not locked in: .*Landlock' "$dir/log"
	done
}
