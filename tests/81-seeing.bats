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
	wait_for 60 listens
}

listens() {
	port_is_open udp 69
}

raw() {
	inside python3 "$BATS_TEST_DIRNAME/tftp_raw.py" 10.9.0.1
}

# says WORD...: the last line of counters has them all.
says() {
	local word line
	wait_for_line 60 "$1" "^counters "
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
		wait_for 60 grep -qxF -- "$line" "$metrics" || {
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
	wait_for_line 60 "$dir/tftpd.log" '^sent file=hello'
}

@test "tftpd says its counters when it is asked, with a transfer that runs, and goes on" {
	tftpd_serve
	three_requests
	wait_for 60 settled
	kill -USR1 "$tftpd"
	says "$dir/tftpd.log" transfers=0 started=1 over:sent=1 over:failed=0 \
	    sent-bytes=6 received-bytes=0 resent=0 refused:not-found=1 \
	    refused:outside-the-boot-root=1 put-off=0 dropped=0
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
	wait_for_line 60 "$dir/tftpd.log" '^sent file=hello'
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
	wait_for_line 60 "$dir/tftpd.log" '^sent file=hello .* resent=2$'
	wait_for 60 settled
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
	run -1 grep -q 'not locked in: .*Landlock' "$dir/tftpd.log"
	# Each line is a comment or a sample, no sample comes twice.
	run -1 grep -vE '^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[a-z]+="[A-Za-z0-9-]+"\})? [0-9]+)$' "$metrics"
	[ -z "$(grep -v '^#' "$metrics" | sed 's/ [0-9]*$//' | sort | uniq -d)" ]
}

@test "the numbers go on where the last process has stopped, and are written at its end" {
	metrics
	for times in 1 2; do
		tftpd_serve -P "$metrics"
		three_requests
		kill "$tftpd"
		wait_for 60 gone
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
	wait_for_line 60 "$dir/second.log" '^sent '
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
	wait_for 60 gone
	chmod 755 "$dir/metrics"
	tftpd_serve -P "$metrics"
	three_requests
	wait_for_line 60 "$dir/tftpd.log" '^cannot write bootroot.prom: Permission denied$'
	kill "$tftpd"
	wait_for 60 gone
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
		run -1 grep -q 'not locked in: .*Landlock' "$dir/log"
	done
}

# lines_of_page: the commands of doc/operating.md that read $LOG.
lines_of_page() {
	# shellcheck disable=SC2016 # as it stands there
	grep -E '^    .*\$LOG' "$top/doc/operating.md" | sed 's/^    //'
}

@test "every line of doc/operating.md that reads the log says something about a log of both servers" {
	tftpd_serve -T 50
	three_requests
	raw <<-'END'
		c = Client()
		c.ask("hello")
		c.expect(data(1, b"hello\n"))
		c.expect(data(1, b"hello\n"))
		c.send(ack(1))
	END
	wait_for_line 60 "$dir/tftpd.log" 'resent=1$'
	map <<-END
	$WEB1  web1  boot=debian12
	52:54:00:00:00:0a  ign   ignore
	52:54:00:00:00:0c  one   boot=debian12 once
	$LOADERS
	END
	serve 255.255.255.255:67 -- -D "$dir/nowhere"
	to_disk --mac 52:54:00:00:00:0c
	for _ in 1 2 3 4; do
		run -0 client
	done
	silent ignore --mac 52:54:00:00:00:0a
	silent unknown-client --mac 52:54:00:00:00:0f
	# As a log of the system has it.
	sed 's/^/Nov 26 12:00:00 boot tftpd[1]: /' "$dir/tftpd.log" >"$dir/both"
	sed 's/^/Nov 26 12:00:00 boot dhcp-helper[2]: /' "$dir/log" >>"$dir/both"
	lines_of_page >"$dir/commands"
	[ "$(wc -l <"$dir/commands")" -ge 9 ]
	while IFS= read -r command; do
		echo "$command"
		case $command in
		journalctl*) continue ;;	# there is no journal here
		*'flood from='*) continue ;;	# 57-dhcp-flood has such a log
		*'lines were lost'*) continue ;;	# and 76-unread such a one
		*52:54*) want=$WEB1 ;;
		*name=web1*) want='name=web1' ;;
		*refused*failed*) want='1 not-found' ;;
		*not-found*) want='file=none' ;;
		*sum*) want='12 client=10.9.0.1' ;;
		*'resent='*) want='sent file=hello' ;;
		*unknown-client*) want='mac=52:54:00:00:00:0f' ;;
		*'once='*) want='once=unknown' ;;
		*hint*) want='hint=keeps-asking' ;;
		*silent*) want='reason=ignore' ;;
		*) false ;;
		esac
		LOG=$dir/both bash -c "$command" >"$dir/out" </dev/null
		cat "$dir/out"
		grep -qF -- "$want" "$dir/out"
	done <"$dir/commands"
}

@test "ps shows what doc/operating.md says, and its pkill reaches the server" {
	tftpd_serve
	head -c 8000000 /dev/zero >"$root/big"
	# A machine without a name, of which the log has said nothing for minutes.
	printf '%(%b %e %H:%M:%S)T boot dhcp-helper[7]: boot mac=52:54:00:12:34:56 name=- arch=bios via=eth0 msg=REQUEST rule=52:54:00:* file=big server=10.9.0.1 ip=10.9.0.1 -> ACK\n' $((EPOCHSECONDS - 200)) >"$dir/watched"
	LOG=$dir/tftpd.log WATCH="$top/mkbootroot/mkbootroot watch -1 $dir/watched" COMMANDS=$(grep -E '^    (ps|pkill -USR1 -x tftpd)' "$top/doc/operating.md") raw <<-'END'
		import os
		import re
		import subprocess
		import time
		ps, pkill = os.environ["COMMANDS"].splitlines()
		c = Client()
		c.ask("big")
		for i in range(1, 15000):
		    c.receive()
		    # Until it has lasted for long enough to have a title.
		    if i % 100 == 0:
		        said = subprocess.check_output(ps, shell=True, text=True)
		        if re.search(r" 10\.9\.0\.1 big \d+% \d+\.\d MB/s", said):
		            break
		    time.sleep(0.005)
		    c.send(ack(i))
		else:
		    fail("ps does not show it: " + said)
		# And what it says of it.
		said = subprocess.check_output(os.environ["WATCH"], shell=True, text=True)
		if not re.search(r"^> 52:54:00:12:34:56 .* big +\d+% +\d+(\.\d)? MB/s ", said, re.M):
		    fail("watch does not show it: " + said)
		subprocess.check_call(pkill, shell=True)
		for _ in range(600):
		    if "counters " in open(os.environ["LOG"]).read():
		        break
		    time.sleep(0.05)
		c.send(error(0, "enough"))
	END
	says "$dir/tftpd.log" transfers=1
}

@test "doc/grafana.json asks for each counter that the programs write with -P, and for no other" {
	metrics
	tftpd_serve -P "$dir/metrics/tftpd.prom"
	three_requests
	behind "$top/httpd/httpd" -d -l 10.9.0.1 -m "$dir/none.cdb" -P "$dir/metrics/httpd.prom" "$root" 2>>"$dir/httpd.log"
	wait_for 60 inside curl -s -o "$dir/got" http://10.9.0.1/hello
	serve 255.255.255.255:67 -- -P "$dir/metrics/dhcp-helper.prom"
	run -0 client
	for metrics in "$dir"/metrics/{tftpd,httpd,dhcp-helper}.prom; do
		wait_for 60 test -s "$metrics"
	done
	cat "$dir"/metrics/*.prom >"$dir/written"
	python3 - "$top/doc/grafana.json" "$dir/written" <<-'END'
		import json, re, sys
		panels = json.load(open(sys.argv[1]))["panels"]
		asked = {}
		for panel in panels:
		    for target in panel.get("targets", []):
		        for name, rest in re.findall(r"\b((?:tftpd|httpd|dhcp_helper)_[a-z_]+)(\{[^}]*\})?", target["expr"]):
		            labels = set(re.findall(r"([a-z]+)[!=~]+\"", rest)) | set(re.findall(r"by \(([a-z]+)\)", target["expr"]))
		            asked.setdefault(name, set()).update(labels - {"instance"})
		written, labels = {}, {}
		for line in open(sys.argv[2]):
		    kind = re.match(r"# TYPE ([a-z_]+) ([a-z]+)", line)
		    sample = re.match(r"([a-z_]+)(?:\{([a-z]+)=)?", line)
		    if kind:
		        written[kind[1]] = kind[2]
		    elif sample and sample[2]:
		        labels[sample[1]] = sample[2]
		assert len(written) >= 18, written
		assert set(asked) == set(written), set(asked) ^ set(written)
		for name, of in asked.items():
		    # Of what was not counted yet there is no sample that has the label.
		    assert not of or name not in labels or of == {labels[name]}, (name, of)
		    rated = re.search(r"(rate|increase)\(%s\{" % name, open(sys.argv[1]).read())
		    assert bool(rated) == (written[name] == "counter"), name
		ids = [p["id"] for p in panels]
		assert len(ids) == len(set(ids))
		assert all(p["type"] == "row" or p["targets"] and p["description"] for p in panels)
	END
}
