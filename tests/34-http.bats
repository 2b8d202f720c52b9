#!/usr/bin/env bats
# httpd's pure files: which bytes are a request, what it asks for, and the head of
# what is answered. The wire is 34-http-raw.

bats_require_minimum_version 1.5.0
load sanitized

setup_file() {
	top=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
	export top
	sanitized_program "$BATS_FILE_TMPDIR/http_pure" "$BATS_TEST_DIRNAME/http_pure.c"
}

ask() {
	"$BATS_FILE_TMPDIR/http_pure"
}

# says: each line of standard input is a question and what is answered, with " => "
# between them.
says() {
	cat >"$BATS_TEST_TMPDIR/table"
	[ "$(grep -c ' => ' "$BATS_TEST_TMPDIR/table")" = "$(wc -l <"$BATS_TEST_TMPDIR/table")" ]
	sed 's/ => .*//' "$BATS_TEST_TMPDIR/table" | ask |
		paste -d '\n' - <(sed 's/ => .*//' "$BATS_TEST_TMPDIR/table") |
		sed 'N; s/^\(.*\)\n\(.*\)$/\2 => \1/' >"$BATS_TEST_TMPDIR/said"
	diff "$BATS_TEST_TMPDIR/table" "$BATS_TEST_TMPDIR/said"
}

@test "a head ends with its empty line, and empty lines before it are part of it" {
	says <<-'END'
		length  => 0
		length GET / HTTP/1.1\r\n => 0
		length GET / HTTP/1.1\r\nHost: a\r\n\r => 0
		length GET / HTTP/1.1\r\nHost: a\r\n\r\n => 27
		length GET / HTTP/1.1\r\nHost: a\r\n\r\nGET /b HTTP/1.1\r\nHost: a\r\n\r\n => 27
		length \r\n\r\n => 0
		length \r\n\r\n\r\n => 0
		length \r\nGET / HTTP/1.0\r\n\r\n => 20
		length \r\n\r\n\r\nGET / HTTP/1.0\r\n\r\n => 24
	END
	# 8192 bytes, and not one more.
	{
		printf 'length GET / HTTP/1.0\\r\\nA: %s\\r\\n\\r\\n\n' "$(printf '%8169s' '' | tr ' ' x)"
		printf 'length GET / HTTP/1.0\\r\\nA: %s\\r\\n\\r\\n\n' "$(printf '%8170s' '' | tr ' ' x)"
	} | ask >"$BATS_TEST_TMPDIR/lengths"
	diff <(printf '8192\n0\n') "$BATS_TEST_TMPDIR/lengths"
}

@test "who speaks something else is told at once, and who is slow is waited for" {
	says <<-'END'
		hopeless  => -
		hopeless \r => -
		hopeless \r\n => -
		hopeless G => -
		hopeless GET /some => -
		hopeless GET / HTTP/1.1\r => -
		hopeless GET / HTTP/1.1\r\nHost: a\r\n\r => -
		hopeless \x16\x03\x01\x02\x00\x01 => not-a-request
		hopeless \x00\x01hello\x00octet\x00 => not-a-request
		hopeless GET /\r\n => not-a-request
		hopeless PRI * HTTP/2.0\r\n => version-unknown
		hopeless GET / HTTP/1.1\n => line-without-crlf
		hopeless GET / HTTP/1.0\n\n => line-without-crlf
		hopeless \n => not-a-request
		hopeless \rGET => line-without-crlf
		hopeless GET / HTTP/1.1\r\nHost: a\rB: c => line-without-crlf
		hopeless POST / HTTP/1.1\r\n => -
		hopeless PUT / HTTP/1.1\r\n => method-not-allowed
		hopeless HEAD / HTTP/1.1\r\nHost: => HEAD -
		hopeless HEAD /% HTTP/1.1\r\n => HEAD bad-name
		hopeless HEAD /\r\n => HEAD not-a-request
		hopeless HEAD / HTTP/1.1\r\nA: \r => HEAD -
	END
	{
		printf 'hopeless GET /%s\n' "$(printf '%8187s' '' | tr ' ' x)"
		printf 'hopeless GET /%s\n' "$(printf '%8186s' '' | tr ' ' x)"
		printf 'hopeless GET / HTTP/1.1\\r\\nA: %s\n' "$(printf '%8173s' '' | tr ' ' x)"
		printf 'hopeless %s\n' "$(printf '%4096s' '' | sed 's/ /\\r\\n/g')"
	} | ask >"$BATS_TEST_TMPDIR/words"
	diff <(printf '%s\n' name-too-long - request-too-long request-too-long) "$BATS_TEST_TMPDIR/words"
}

@test "a request line has a method, a target and a version, with one blank between them" {
	says <<-'END'
		parse GET / HTTP/1.1\r\nHost: a\r\n\r\n => GET 1.1 keeps 
		parse HEAD /b HTTP/1.1\r\nHost: a\r\n\r\n => HEAD 1.1 keeps b
		parse GET /b HTTP/1.0\r\n\r\n => GET 1.0 closes b
		parse GET /b HTTP/1.7\r\nHost: a\r\n\r\n => GET 1.1 keeps b
		parse GET  / HTTP/1.1\r\nHost: a\r\n\r\n => 400 not-a-request
		parse GET /  HTTP/1.1\r\nHost: a\r\n\r\n => 400 not-a-request
		parse  GET / HTTP/1.1\r\nHost: a\r\n\r\n => 400 not-a-request
		parse GET / HTTP/1.1 \r\nHost: a\r\n\r\n => 400 not-a-request
		parse GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n => 400 not-a-request
		parse GET /a b HTTP/1.1\r\nHost: a\r\n\r\n => 400 not-a-request
		parse GET / http/1.1\r\nHost: a\r\n\r\n => 400 not-a-request
		parse GET / HTTP/1.10\r\nHost: a\r\n\r\n => 400 not-a-request
		parse GET / HTTP/11\r\nHost: a\r\n\r\n => 400 not-a-request
		parse GET / HTTP/1.x\r\nHost: a\r\n\r\n => 400 not-a-request
		parse G(T / HTTP/1.1\r\nHost: a\r\n\r\n => 400 not-a-request
		parse GET / HTTP/2.0\r\nHost: a\r\n\r\n => 505 version-unknown
		parse GET / HTTP/0.9\r\n\r\n => 505 version-unknown
		parse get / HTTP/1.1\r\nHost: a\r\n\r\n => 501 method-unknown
		parse PROPFIND / HTTP/1.1\r\nHost: a\r\n\r\n => 501 method-unknown
		parse POST /b HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nConnection: keep-alive\r\n\r\n => POST 1.1 closes b
		parse POST /b HTTP/1.0\r\n\r\n => POST 1.0 closes b
		parse POST /b HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n => 400 bad-length
		parse POST /b HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n => 400 bad-length
		parse POST /b HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n => 501 request-with-content
		parse PUT / HTTP/1.1\r\nHost: a\r\n\r\n => 405 method-not-allowed
		parse OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n => 405 method-not-allowed
		parse CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n => 405 method-not-allowed
	END
}

@test "a target is decoded once; its host, query and fragment are left away" {
	says <<-'END'
		parse GET /a/b%20c HTTP/1.0\r\n\r\n => GET 1.0 closes a/b c
		parse GET /%41%2f%2E%2e%2Fb HTTP/1.0\r\n\r\n => GET 1.0 closes A/../b
		parse GET /%2541 HTTP/1.0\r\n\r\n => GET 1.0 closes %41
		parse GET //a/./b HTTP/1.0\r\n\r\n => GET 1.0 closes /a/./b
		parse GET /a?b/c?d HTTP/1.0\r\n\r\n => GET 1.0 closes a
		parse GET /a#b?c HTTP/1.0\r\n\r\n => GET 1.0 closes a
		parse GET /a%3fb%23c HTTP/1.0\r\n\r\n => GET 1.0 closes a?b#c
		parse GET /a\\b%5cc HTTP/1.0\r\n\r\n => GET 1.0 closes a\b\c
		parse GET /\xc3\xa4%c3%a4 HTTP/1.0\r\n\r\n => GET 1.0 closes \xc3\xa4\xc3\xa4
		parse GET http://other:80/a//b HTTP/1.0\r\n\r\n => GET 1.0 closes a//b
		parse GET HTTPS://[::1]/a HTTP/1.0\r\n\r\n => GET 1.0 closes a
		parse GET http://other HTTP/1.0\r\n\r\n => GET 1.0 closes 
		parse GET http://other?a HTTP/1.0\r\n\r\n => GET 1.0 closes 
		parse GET http://other/? HTTP/1.0\r\n\r\n => GET 1.0 closes 
		parse GET http:///a HTTP/1.0\r\n\r\n => 400 bad-name
		parse GET http://me@other/a HTTP/1.0\r\n\r\n => 400 bad-name
		parse GET ftp://other/a HTTP/1.0\r\n\r\n => 400 bad-name
		parse GET a HTTP/1.0\r\n\r\n => 400 bad-name
		parse GET * HTTP/1.0\r\n\r\n => 400 bad-name
		parse GET ?a HTTP/1.0\r\n\r\n => 400 bad-name
		parse GET /% HTTP/1.0\r\n\r\n => 400 bad-name
		parse GET /%4 HTTP/1.0\r\n\r\n => 400 bad-name
		parse GET /%4g HTTP/1.0\r\n\r\n => 400 bad-name
		parse GET /%g4 HTTP/1.0\r\n\r\n => 400 bad-name
		parse GET /a%00b HTTP/1.0\r\n\r\n => 400 bad-name
		parse GET /a%0d%0ab HTTP/1.0\r\n\r\n => 400 bad-name
		parse GET /a%7f HTTP/1.0\r\n\r\n => 400 bad-name
		parse GET /a\x00b HTTP/1.0\r\n\r\n => 400 bad-name
		parse GET /a\tb HTTP/1.0\r\n\r\n => 400 bad-name
		parse GET /a?b%00c HTTP/1.0\r\n\r\n => GET 1.0 closes a
		parse GET /a?b\x01c HTTP/1.0\r\n\r\n => 400 bad-name
	END
	# The longest name, and one byte more, encoded or not.
	{
		printf 'parse GET /%s HTTP/1.0\\r\\n\\r\\n\n' "$(printf '%2047s' '' | tr ' ' x)"
		printf 'parse GET /%s HTTP/1.0\\r\\n\\r\\n\n' "$(printf '%2048s' '' | tr ' ' x)"
		printf 'parse GET /%s HTTP/1.0\\r\\n\\r\\n\n' "$(printf '%2047s' '' | sed 's/ /%78/g')"
		printf 'parse GET /%s HTTP/1.0\\r\\n\\r\\n\n' "$(printf '%2048s' '' | sed 's/ /%78/g')"
	} | ask | cut -c 1-30 >"$BATS_TEST_TMPDIR/names"
	diff - "$BATS_TEST_TMPDIR/names" <<-'END'
		GET 1.0 closes xxxxxxxxxxxxxxx
		414 name-too-long
		GET 1.0 closes xxxxxxxxxxxxxxx
		414 name-too-long
	END
}

@test "lines that two servers could read differently are refused" {
	says <<-'END'
		parse GET / HTTP/1.1\nHost: a\r\n\r\n => 400 line-without-crlf
		parse GET / HTTP/1.1\r\nHost: a\n\r\n\r\n => 400 line-without-crlf
		parse GET / HTTP/1.1\r\nHost: a\rX: b\r\n\r\n => 400 line-without-crlf
		parse GET / HTTP/1.1\r\nHost: a\r\r\n\r\n => 400 line-without-crlf
		parse GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n c\r\n\r\n => 400 bad-field
		parse GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n\tc: d\r\n\r\n => 400 bad-field
		parse GET / HTTP/1.1\r\n Host: a\r\n\r\n => 400 bad-field
		parse GET / HTTP/1.1\r\nHost : a\r\n\r\n => 400 bad-field
		parse GET / HTTP/1.1\r\nHost: a\r\nX\r\n\r\n => 400 bad-field
		parse GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n => 400 bad-field
		parse GET / HTTP/1.1\r\nHost: a\r\nX(: b\r\n\r\n => 400 bad-field
		parse GET / HTTP/1.1\r\nHost: a\r\nX: b\x00c\r\n\r\n => 400 bad-field
		parse GET / HTTP/1.1\r\nHost: a\r\nX: b\x01c\r\n\r\n => 400 bad-field
		parse GET / HTTP/1.1\r\nHost: a\r\nX: b\x7fc\r\n\r\n => 400 bad-field
		parse GET / HTTP/1.1\r\nHost: a\r\nX: b\tc\xff\r\nY:\r\n\r\n => GET 1.1 keeps 
	END
}

@test "there is one Host, whatever it says; in HTTP/1.0 there may be none" {
	says <<-'END'
		parse GET / HTTP/1.1\r\n\r\n => 400 bad-host
		parse GET / HTTP/1.0\r\n\r\n => GET 1.0 closes 
		parse GET / HTTP/1.1\r\nHost:\r\n\r\n => GET 1.1 keeps 
		parse GET / HTTP/1.1\r\nhOST:a.b-c:8080 \r\n\r\n => GET 1.1 keeps 
		parse GET / HTTP/1.1\r\nHost: [fe80::1]:80\r\n\r\n => GET 1.1 keeps 
		parse GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n => 400 bad-host
		parse GET / HTTP/1.0\r\nHost: a\r\nhost: b\r\n\r\n => 400 bad-host
		parse GET / HTTP/1.1\r\nHost: a b\r\n\r\n => 400 bad-host
		parse GET / HTTP/1.1\r\nHost: a/b\r\n\r\n => 400 bad-host
		parse GET / HTTP/1.1\r\nHost: me@a\r\n\r\n => 400 bad-host
		parse GET / HTTP/1.1\r\nHost: a:b\r\n\r\n => 400 bad-host
		parse GET / HTTP/1.1\r\nHost: [::1\r\n\r\n => 400 bad-host
		parse GET http://a/b HTTP/1.1\r\n\r\n => 400 bad-host
		parse GET http://a/b HTTP/1.1\r\nHost: c\r\n\r\n => GET 1.1 keeps b
	END
}

@test "a request has no content, and does not say two things about it" {
	says <<-'END'
		parse GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n => GET 1.1 keeps 
		parse GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 000\r\n\r\n => GET 1.1 keeps 
		parse GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello => 413 request-with-content
		parse GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999999\r\n\r\n => 413 request-with-content
		parse GET / HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\n => 400 bad-length
		parse GET / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n => 400 bad-length
		parse GET / HTTP/1.1\r\nHost: a\r\nContent-Length: +0\r\n\r\n => 400 bad-length
		parse GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x0\r\n\r\n => 400 bad-length
		parse GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0, 0\r\n\r\n => 400 bad-length
		parse GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nContent-Length: 0\r\n\r\n => 400 bad-length
		parse GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n => 400 bad-length
		parse GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n => 501 request-with-content
		parse GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity\r\n\r\n => 501 request-with-content
		parse GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\r\n\r\n => 501 request-with-content
		parse GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n => 400 bad-length
		parse HEAD / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n => 413 request-with-content
	END
}

@test "a connection stays in HTTP/1.1, and in HTTP/1.0 where that is asked for" {
	says <<-'END'
		parse GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n => GET 1.1 closes 
		parse GET / HTTP/1.1\r\nHost: a\r\nConnection: x, Close , y\r\n\r\n => GET 1.1 closes 
		parse GET / HTTP/1.1\r\nHost: a\r\nConnection: x\r\nConnection: close\r\n\r\n => GET 1.1 closes 
		parse GET / HTTP/1.1\r\nHost: a\r\nConnection: closed\r\n\r\n => GET 1.1 keeps 
		parse GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n => GET 1.0 keeps 
		parse GET / HTTP/1.0\r\nConnection: ,Keep-Alive\r\n\r\n => GET 1.0 keeps 
		parse GET / HTTP/1.0\r\nConnection: keep-alive, close\r\n\r\n => GET 1.0 closes 
		parse GET / HTTP/1.0\r\nKeep-Alive: 300\r\n\r\n => GET 1.0 closes 
	END
}

@test "one range of bytes is sent, several or unknown ones are the whole" {
	says <<-'END'
		range 1000 bytes=0-499 => part 0 500
		range 1000 bytes=500-999 => part 500 500
		range 1000 bytes=500- => part 500 500
		range 1000 bytes=-1 => part 999 1
		range 1000 bytes=-2000 => part 0 1000
		range 1000 bytes=999-5000 => part 999 1
		range 1000 bytes=0-0 => part 0 1
		range 1000 bytes=0-99999999999999999999999 => part 0 1000
		range 1000 bytes=-99999999999999999999999 => part 0 1000
		range 1000 Bytes= 0-1 , => part 0 2
		range 18446744073709551615 bytes=1-18446744073709551615 => part 1 18446744073709551614
		range 1000 bytes=1000- => beyond
		range 1000 bytes=1000-1000 => beyond
		range 1000 bytes=99999999999999999999999- => beyond
		range 1000 bytes=-0 => beyond
		range 0 bytes=0- => beyond
		range 0 bytes=0-0 => beyond
		range 0 bytes=-5 => whole
		range 1000 bytes=0-1,2-3 => whole
		range 1000 bytes=0-1, 5000- => whole
		range 1000 bytes=2-1 => whole
		range 1000 bytes= => whole
		range 1000 bytes=- => whole
		range 1000 bytes=1 => whole
		range 1000 bytes=a-b => whole
		range 1000 bytes=1-b => whole
		range 1000 bytes=1-2b => whole
		range 1000 bytes=-b => whole
		range 1000 bytes=+1-2 => whole
		range 1000 bytes 1-2 => whole
		range 1000 lines=1-2 => whole
		range 1000 byte => whole
	END
}

@test "dates of the three formats are read, and nothing else" {
	says <<-'END'
		date 1795824000 Sun, 06 Nov 1994 08:49:37 GMT => 784111777
		date 1795824000 Sunday, 06-Nov-94 08:49:37 GMT => 784111777
		date 1795824000 Sun Nov  6 08:49:37 1994 => 784111777
		date 1795824000 Sun Nov 16 08:49:37 1994 => 784975777
		date 1795824000 Thu, 01 Jan 1970 00:00:00 GMT => 0
		date 1795824000 Sat, 29 Feb 2020 23:59:60 GMT => 1583020800
		date 1795824000 Friday, 31-Dec-76 00:00:00 GMT => 3376598400
		date 1795824000 Friday, 31-Dec-77 00:00:00 GMT => 252374400
		date 1795824000 Fri, 31 Dec 9999 23:59:59 GMT => 253402300799
		date 1795824000 Sun, 31 Dec 1969 23:59:59 GMT => none
		date 1795824000 Sat, 29 Feb 2021 00:00:00 GMT => none
		date 1795824000 Sat, 29 Feb 2100 00:00:00 GMT => none
		date 1795824000 Sat, 00 Feb 2020 00:00:00 GMT => none
		date 1795824000 Sat, 31 Apr 2020 00:00:00 GMT => none
		date 1795824000 Sun, 06 Nov 1994 24:00:00 GMT => none
		date 1795824000 Sun, 06 Nov 1994 00:60:00 GMT => none
		date 1795824000 Sun, 06 Nov 1994 00:00:61 GMT => none
		date 1795824000 Sun, 06 nov 1994 08:49:37 GMT => none
		date 1795824000 Sun, 6 Nov 1994 08:49:37 GMT => none
		date 1795824000 Sun, 06 Nov 1994 08:49:37 CET => none
		date 1795824000 Sun, 06 Nov 1994 08:49:37 GMT+1 => none
		date 1795824000 Sun, 06 Nov 1994 08:49 => none
		date 1795824000 784111777 => none
		date 1795824000  => none
		text 0 => Thu, 01 Jan 1970 00:00:00 GMT
		text -5 => Thu, 01 Jan 1970 00:00:00 GMT
		text 253402300799 => Fri, 31 Dec 9999 23:59:59 GMT
		text 9223372036854775807 => Fri, 31 Dec 9999 23:59:59 GMT
	END
}

@test "5,000 dates are written as Python writes them, and read back" {
	python3 - >"$BATS_TEST_TMPDIR/want" <<-'END'
		import datetime, email.utils, random
		random.seed(1)
		epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
		edges = [d * 86400 + s for y in range(1970, 2130)
		         for d in [(datetime.date(y, 1, 1) - datetime.date(1970, 1, 1)).days,
		                   (datetime.date(y, 3, 1) - datetime.date(1970, 1, 1)).days]
		         for s in (-1, 0) if d * 86400 + s >= 0]
		for t in edges + [random.randrange(253402300800) for _ in range(5000 - len(edges))]:
		    print(t, email.utils.format_datetime(epoch + datetime.timedelta(seconds=t), usegmt=True))
	END
	[ "$(wc -l <"$BATS_TEST_TMPDIR/want")" = 5000 ]
	sed 's/^\([0-9]*\) .*/text \1/' "$BATS_TEST_TMPDIR/want" | ask >"$BATS_TEST_TMPDIR/written"
	diff <(cut -d ' ' -f 2- "$BATS_TEST_TMPDIR/want") "$BATS_TEST_TMPDIR/written"
	sed 's/^[0-9]* /date 0 /' "$BATS_TEST_TMPDIR/want" | ask >"$BATS_TEST_TMPDIR/read"
	diff <(cut -d ' ' -f 1 "$BATS_TEST_TMPDIR/want") "$BATS_TEST_TMPDIR/read"
}

@test "behind a proxy the last address counts, and what its client wrote does not" {
	says <<-'END'
		forwarded  => none
		forwarded X: 10.9.0.1\r\n => none
		forwarded X-Forwarded-For: 10.9.0.1\r\n => 10.9.0.1
		forwarded x-forwarded-for: 6.6.6.6, 10.9.0.1\r\n => 10.9.0.1
		forwarded X-Forwarded-For: 6.6.6.6\r\nX-Forwarded-For: 10.9.0.1\r\n => 10.9.0.1
		forwarded X-Forwarded-For: 10.9.0.1:4711\r\n => 10.9.0.1
		forwarded X-Forwarded-For: 2001:db8::1\r\n => 2001:db8::1
		forwarded X-Forwarded-For: [2001:db8::1]:80\r\n => 2001:db8::1
		forwarded X-Forwarded-For: ::ffff:10.9.0.1\r\n => 10.9.0.1
		forwarded X-Forwarded-For: 10.9.0.1,\r\n => bad
		forwarded X-Forwarded-For: \r\n => bad
		forwarded X-Forwarded-For: 10.9.0.1, unknown\r\n => bad
		forwarded X-Forwarded-For: 6.6.6.6\r\nX-Forwarded-For:\r\n => bad
		forwarded X-Forwarded-For: ", 10.9.0.1\r\n => bad
		forwarded X-Forwarded-For: 10.9.0.1:\r\n => bad
		forwarded X-Forwarded-For: 10.9.0.1:x\r\n => bad
		forwarded X-Forwarded-For: [2001:db8::1\r\n => bad
		forwarded X-Forwarded-For: [10.9.0.1]\r\n => bad
		forwarded X-Forwarded-For: 10.9.0.1 6.6.6.6\r\n => bad
		forwarded Forwarded: for=10.9.0.1\r\n => 10.9.0.1
		forwarded Forwarded: For="10.9.0.1:4711";proto=http; by=10.9.0.2\r\n => 10.9.0.1
		forwarded Forwarded: proto=http; for=10.9.0.1 ; by=10.9.0.2\r\n => 10.9.0.1
		forwarded Forwarded: for=6.6.6.6, for="[2001:db8::1]:4711"\r\n => 2001:db8::1
		forwarded Forwarded: for=6.6.6.6;x="\", for=10.9.0.1\r\n => 10.9.0.1
		forwarded Forwarded: for=6.6.6.6;x="\"", for=10.9.0.1\r\n => bad
		forwarded Forwarded: for= 10.9.0.1\r\n => bad
		forwarded Forwarded: for=010.9.0.1\r\n => bad
		forwarded Forwarded: for="[fe80::1%eth0]"\r\n => bad
		forwarded Forwarded: host="a,b";for=10.9.0.1\r\n => 10.9.0.1
		forwarded Forwarded: for=6.6.6.6\r\nForwarded: for=10.9.0.1\r\n => 10.9.0.1
		forwarded Forwarded: for=_hidden\r\n => bad
		forwarded Forwarded: for=unknown\r\n => bad
		forwarded Forwarded: proto=http\r\n => bad
		forwarded Forwarded: for=6.6.6.6;for=10.9.0.1\r\n => bad
		forwarded Forwarded: for=6.6.6.6;x=", for=10.9.0.1\r\n => bad
		forwarded Forwarded: for=6.6.6.6;x=", for="10.9.0.1"\r\n => bad
		forwarded Forwarded: for=6.6.6.6;x="\\, for="10.9.0.1"\r\n => bad
		forwarded Forwarded: for="10.9.0.1\r\n => bad
		forwarded Forwarded: for\r\n => bad
		forwarded Forwarded: for=10.9.0.1 x\r\n => bad
		forwarded X-Forwarded-For: 10.9.0.1\r\nForwarded: for=10.9.0.1\r\n => 10.9.0.1
		forwarded X-Forwarded-For: 10.9.0.1\r\nForwarded: for=6.6.6.6\r\n => bad
		forwarded X-Forwarded-For: 10.9.0.1\r\nForwarded: for=unknown\r\n => bad
	END
}

@test "an EFI program is known by its name or its headers, other files by name" {
	local mz='MZ' pe='PE\x00\x00' zeros
	zeros() { printf '%*s' "$1" '' | sed 's/ /\\x00/g'; }
	# e_lfanew is 0x40; the subsystem stands 0x5c behind that.
	says <<-END
		type a/b.efi  => application/efi
		type a/B.EFI  => application/efi
		type .efi  => application/octet-stream
		type grub.cfg  => text/plain
		type autoexec.ipxe  => text/plain
		type a.json {} => application/json
		type a.yaml  => application/yaml
		type a.xml  => application/xml
		type a.iso  => application/octet-stream
		type linux  => application/octet-stream
		type efi  => application/octet-stream
		type shim.signed $mz$(zeros 58)\x40$(zeros 3)$pe$(zeros 88)\x0a\x00 => application/efi
		type shim.signed $mz$(zeros 58)\x40$(zeros 3)$pe$(zeros 88)\x0d\x00 => application/efi
		type setup.exe $mz$(zeros 58)\x40$(zeros 3)$pe$(zeros 88)\x03\x00 => application/octet-stream
		type x $mz$(zeros 58)\x40$(zeros 3)$pe$(zeros 88)\x0a => application/octet-stream
		type x $mz$(zeros 58)\xff\xff\xff\xff$pe$(zeros 88)\x0a\x00 => application/octet-stream
		type x $mz$(zeros 58)\x40$(zeros 3)NE\x00\x00$(zeros 88)\x0a\x00 => application/octet-stream
		type x $mz => application/octet-stream
	END
}

@test "conditions, in their order: the tag before the date, If-Range for parts alone" {
	says <<-'END'
		answer  => 200 0 1000
		answer If-None-Match: "tag"\r\n => 304 0 0
		answer If-None-Match: W/"tag"\r\n => 304 0 0
		answer If-None-Match: "x,y", "tag"\r\n => 304 0 0
		answer If-None-Match: "x"\r\nIf-None-Match: "tag"\r\n => 304 0 0
		answer If-None-Match: *\r\n => 304 0 0
		answer If-None-Match: "x", "tagg", tag, w/"tag"\r\n => 200 0 1000
		answer If-Modified-Since: Sun, 09 Sep 2001 01:46:40 GMT\r\n => 304 0 0
		answer If-Modified-Since: Sun, 09 Sep 2001 01:46:39 GMT\r\n => 200 0 1000
		answer If-Modified-Since: Sun, 09 Sep 2001 01:46:41 GMT\r\n => 200 0 1000
		answer If-Modified-Since: yesterday\r\n => 200 0 1000
		answer If-None-Match: "x"\r\nIf-Modified-Since: Sun, 09 Sep 2001 01:46:40 GMT\r\n => 200 0 1000
		answer If-Match: "tag"\r\n => 200 0 1000
		answer If-Match: "x", "tag"\r\n => 200 0 1000
		answer If-Match: *\r\n => 200 0 1000
		answer If-Match: W/"tag"\r\n => 412 0 0
		answer If-Match: "x"\r\n => 412 0 0
		answer If-Match:\r\n => 412 0 0
		answer If-Match: "x"\r\nIf-None-Match: "tag"\r\n => 412 0 0
		answer If-Unmodified-Since: Sun, 09 Sep 2001 01:46:39 GMT\r\n => 412 0 0
		answer If-Unmodified-Since: Sun, 09 Sep 2001 01:46:40 GMT\r\n => 200 0 1000
		answer If-Unmodified-Since: never\r\n => 200 0 1000
		answer If-Match: "tag"\r\nIf-Unmodified-Since: Sun, 09 Sep 2001 01:46:39 GMT\r\n => 200 0 1000
		answer Range: bytes=10-19\r\n => 206 10 10
		answer Range: bytes=10-19\r\nRange: bytes=20-29\r\n => 200 0 1000
		answer Range: bytes=1000-\r\n => 416 0 0
		answer Range: bytes=10-19\r\nIf-Range: "tag"\r\n => 206 10 10
		answer Range: bytes=10-19\r\nIf-Range: "x"\r\n => 200 0 1000
		answer Range: bytes=5000-\r\nIf-Range: "x"\r\n => 200 0 1000
		answer Range: bytes=10-19\r\nIf-Range: W/"tag"\r\n => 200 0 1000
		answer Range: bytes=10-19\r\nIf-Range: "tag"\r\nIf-Range: "tag"\r\n => 200 0 1000
		answer Range: bytes=10-19\r\nIf-Range: Sun, 09 Sep 2001 01:46:40 GMT\r\n => 206 10 10
		answer Range: bytes=10-19\r\nIf-Range: Sun, 09 Sep 2001 01:46:41 GMT\r\n => 200 0 1000
		answer Range: bytes=10-19\r\nIf-None-Match: "tag"\r\n => 304 0 0
		answer If-Range: "x"\r\n => 200 0 1000
	END
}

@test "heads have what a client, a loader and a cache have to know" {
	says <<-'END'
		head GET /x HTTP/1.1\r\nHost: a\r\n\r\n => 200 0 1000 keeps - HTTP/1.1 200 OK\r\nDate: Tue, 14 Nov 2023 22:13:20 GMT\r\nContent-Length: 1000\r\nContent-Type: application/efi\r\nAccept-Ranges: bytes\r\nETag: "tag"\r\nLast-Modified: Sun, 09 Sep 2001 01:46:40 GMT\r\nX-Accel-Expires: @1\r\nCache-Control: no-cache\r\n\r\n
		head HEAD /x HTTP/1.1\r\nHost: a\r\nRange: bytes=0-1\r\n\r\n => 200 0 0 keeps - HTTP/1.1 200 OK\r\nDate: Tue, 14 Nov 2023 22:13:20 GMT\r\nContent-Length: 1000\r\nContent-Type: application/efi\r\nAccept-Ranges: bytes\r\nETag: "tag"\r\nLast-Modified: Sun, 09 Sep 2001 01:46:40 GMT\r\nX-Accel-Expires: @1\r\nCache-Control: no-cache\r\n\r\n
		head GET /x HTTP/1.0\r\nRange: bytes=990-\r\n\r\n => 206 990 10 closes - HTTP/1.1 206 Partial Content\r\nDate: Tue, 14 Nov 2023 22:13:20 GMT\r\nContent-Length: 10\r\nContent-Type: application/efi\r\nContent-Range: bytes 990-999/1000\r\nAccept-Ranges: bytes\r\nETag: "tag"\r\nLast-Modified: Sun, 09 Sep 2001 01:46:40 GMT\r\nX-Accel-Expires: @1\r\nCache-Control: no-cache\r\nConnection: close\r\n\r\n
		head GET /x HTTP/1.0\r\nConnection: keep-alive\r\nIf-None-Match: "tag"\r\n\r\n => 304 0 0 keeps - HTTP/1.1 304 Not Modified\r\nDate: Tue, 14 Nov 2023 22:13:20 GMT\r\nETag: "tag"\r\nLast-Modified: Sun, 09 Sep 2001 01:46:40 GMT\r\nX-Accel-Expires: @1\r\nCache-Control: no-cache\r\nConnection: keep-alive\r\n\r\n
		private HEAD /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n => 200 0 0 closes - HTTP/1.1 200 OK\r\nDate: Tue, 14 Nov 2023 22:13:20 GMT\r\nContent-Length: 1000\r\nContent-Type: application/efi\r\nAccept-Ranges: bytes\r\nETag: "tag"\r\nLast-Modified: Sun, 09 Sep 2001 01:46:40 GMT\r\nCache-Control: private\r\nConnection: close\r\n\r\n
		private GET /x HTTP/1.1\r\nHost: a\r\nRange: bytes=1000-\r\n\r\n => 416 0 0 keeps range-behind-end HTTP/1.1 416 Range Not Satisfiable\r\nDate: Tue, 14 Nov 2023 22:13:20 GMT\r\nContent-Length: 32\r\nContent-Type: text/plain\r\nCache-Control: no-store\r\nContent-Range: bytes */1000\r\n\r\nThe file ends before this range\n
		refuse method-not-allowed POST /x HTTP/1.1\r\nHost: a\r\n\r\n => 405 0 0 closes method-not-allowed HTTP/1.1 405 Method Not Allowed\r\nDate: Tue, 14 Nov 2023 22:13:20 GMT\r\nContent-Length: 34\r\nContent-Type: text/plain\r\nCache-Control: no-store\r\nAllow: GET, HEAD\r\nConnection: close\r\n\r\nOnly GET and HEAD are served here\n
		refuse bad-host HEAD /x HTTP/1.1\r\n\r\n => 400 0 0 closes bad-host HTTP/1.1 400 Bad Request\r\nDate: Tue, 14 Nov 2023 22:13:20 GMT\r\nContent-Length: 33\r\nContent-Type: text/plain\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n
		refuse too-many-connections - => 503 0 0 closes too-many-connections HTTP/1.1 503 Service Unavailable\r\nDate: Tue, 14 Nov 2023 22:13:20 GMT\r\nContent-Length: 19\r\nContent-Type: text/plain\r\nCache-Control: no-store\r\nRetry-After: 5\r\nConnection: close\r\n\r\nThe server is busy\n
		refuse bad-map GET /x HTTP/1.1\r\nHost: a\r\n\r\n => 503 0 0 keeps bad-map HTTP/1.1 503 Service Unavailable\r\nDate: Tue, 14 Nov 2023 22:13:20 GMT\r\nContent-Length: 25\r\nContent-Type: text/plain\r\nCache-Control: no-store\r\n\r\nThe server has a problem\n
	END
}

@test "another content has another tag, also one of the same size and time" {
	cd "$BATS_TEST_TMPDIR"
	printf abc >a
	cp -p a b
	# shellcheck disable=SC2005 # the first answer of two
	tag() { echo "etag $*" | ask; }
	[ "$(tag a)" = "$(tag a)" ]
	[ "$(tag a)" != "$(tag b)" ]
	old=$(tag a)
	[[ $old =~ ^\"3-[0-9a-f]+-[0-9a-f]+\"$ ]]
	# Written in place, and its time put back.
	touch -r a time
	until [ "$(stat -c %z a)" != "$(stat -c %z time)" ]; do printf abd >a; done
	touch -r time a
	[ "$(stat -c '%s %y' a)" = "$(stat -c '%s %y' b)" ]
	[ "$(tag a)" != "$old" ]
	# Texts, and a file with one behind it.
	[ "$(tag "=x")" = "$(tag "=x")" ]
	[ "$(tag "=x")" != "$(tag "=y")" ]
	[ "$(tag a "=x")" != "$(tag a "=y")" ]
	[ "$(tag a "=x")" != "$(tag b "=x")" ]
	[ "$(tag "=ab" "=c")" != "$(tag "=a" "=bc")" ]
	[ "$(tag a)" != "$(tag a "=")" ]
}
