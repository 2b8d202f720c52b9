#!/usr/bin/env bats
# mkbootroot report in a real browser, headless Chromium: nothing on its console, each
# row on every width, light and dark, on paper, its script; and forty machines that boot
# at once from real servers.

bats_require_minimum_version 1.5.0

setup() {
	top=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
	command -v chromium-headless-shell >/dev/null || skip 'there is no chromium-headless-shell'
	dir=$(mktemp -d "${TMPDIR:-/tmp}/report.XXXXXX")
	export TZ=UTC
}

teardown() {
	[ -z "${dir-}" ] || rm -rf "$dir"
}

# chromium OPTION... FILE: what it writes to its console is in $dir/console.
chromium() {
	local page=${*: -1}
	set -- "${@:1:$#-1}"
	timeout 120 chromium-headless-shell --no-sandbox --disable-gpu --disable-dev-shm-usage \
	    --user-data-dir="$dir/profile" --enable-logging=stderr --log-level=0 \
	    --allow-file-access-from-files --hide-scrollbars "$@" "file://$page" 2>"$dir/said"
	grep 'CONSOLE' "$dir/said" >"$dir/console" || :
}

report() {
	"$top/mkbootroot/mkbootroot" report -o "$dir/page.html" "$1"
	python3 "$top/tests/report_reader.py" "$dir/page.html" >"$dir/read"
}

crowd() {
	python3 "$top/tests/log_boots.py" 40 8 >"$dir/log"
	report "$dir/log"
}

# asks WIDTH SCRIPT: what a script says of the page in a frame of that width. `page` is
# its document, and `say` takes a line.
asks() {
	cat >"$dir/frame.html" <<-END
		<!DOCTYPE html><iframe id="frame" src="page.html" style="width:$1px;height:900px;border:0"></iframe>
		<pre id="said"></pre>
		<script>
		function say(text) { document.getElementById("said").textContent += text + "\n"; }
		document.getElementById("frame").onload = function () {
			var page = this.contentDocument;
			$2
			say("end");
		};
		</script>
	END
	chromium --dump-dom "$dir/frame.html" >"$dir/dom"
	python3 -c 'import html, re, sys
sys.stdout.write(html.unescape(re.search("<pre id=\"said\">(.*?)</pre>", sys.stdin.read(), re.S).group(1)))' \
	    <"$dir/dom" >"$dir/says"
	cat "$dir/says" "$dir/console"
	[ ! -s "$dir/console" ]
	[ "$(tail -n 1 "$dir/says")" = end ]
}

says() {
	local line
	for line; do
		grep -qxF -- "$line" "$dir/says" || {
			echo "no '$line'"
			return 1
		}
	done
}

@test "nothing is on the console, and the text of each row is there" {
	crowd
	chromium --dump-dom "$dir/page.html" >"$dir/dom"
	cat "$dir/console"
	[ ! -s "$dir/console" ]
	local n
	for ((n = 1; n <= 40; n++)); do
		grep -qF "<th scope=\"row\">web$n<small>" "$dir/dom"
	done
	[ "$(grep -o 'has\|<b class="good">finished</b>' "$dir/dom" | grep -c finished)" = 37 ]
	# A script or a style of somebody else would be refused, and said so.
	sed 's|</main>|<script>document.title = "taken"</script><p style="color:red">|' "$dir/page.html" >"$dir/taken.html"
	chromium --dump-dom "$dir/taken.html" >"$dir/dom"
	grep -q '<title>Boots of boot1' "$dir/dom"
	[ "$(grep -c 'Content Security Policy' "$dir/console")" -ge 2 ]
}

@test "it fits a phone and a desk, and nothing runs out of it" {
	crowd
	local width
	for width in 320 390 768 1280 1920; do
		asks "$width" '
			var root = page.documentElement;
			say("wide " + (root.scrollWidth <= root.clientWidth));
			page.querySelectorAll("table.time svg[role=img]").forEach(function (s) {
				var box = s.getBoundingClientRect();
				if (box.width < 100 || box.height < 20 || box.left < 0 || box.right > root.clientWidth + 1)
					say("picture " + box.left + " " + box.width);
			});
			page.querySelectorAll("table.time td rect").forEach(function (r) {
				if (!(r.getBBox().height > 0))
					say("a bar without height");
			});
			say("pictures " + page.querySelectorAll("table.time svg[role=img]").length);'
		says 'wide true' 'pictures 41'
		run -1 grep '^picture \|^a bar' "$dir/says"
	done
}

@test "rows are found by words, by what went wrong, and all are there again" {
	crowd
	asks 1280 '
		var find = page.getElementById("find"), only = page.getElementById("only");
		function shown() {
			return Array.from(page.querySelectorAll(".time tbody tr:not(.load)")).filter(function (r) {
				return r.getBoundingClientRect().height > 0; }).length;
		}
		say("field " + !page.querySelector(".find").hidden);
		say("all " + shown());
		find.value = " WEB17 "; find.dispatchEvent(new Event("input"));
		say("one " + shown() + " " + page.getElementById("found").textContent);
		find.value = "not-readable-for-us"; find.dispatchEvent(new Event("input"));
		say("trouble " + shown());
		find.value = "nobody is called so"; find.dispatchEvent(new Event("input"));
		say("none " + shown() + " " + page.querySelectorAll("#boots section:not([hidden])").length);
		find.value = ""; only.checked = true; only.dispatchEvent(new Event("change"));
		say("wrong " + shown());
		only.checked = false; only.dispatchEvent(new Event("change"));
		say("again " + shown() + " " + page.getElementById("found").textContent + ".");'
	says 'field true' 'all 40' 'one 1 1 of 40 machines' 'trouble 1' 'none 0 0' 'wrong 3' 'again 40 .'
}

@test "a key opens what happened, and each picture has a name" {
	crowd
	asks 1280 '
		var summary = page.querySelector("table.time summary"), row = summary.closest("tr");
		var closed = row.getBoundingClientRect().height;
		say("closed " + (closed < 120));
		summary.focus();
		say("focus " + (page.activeElement == summary));
		summary.click();
		say("open " + (row.getBoundingClientRect().height > closed + 100));
		page.querySelectorAll("svg").forEach(function (s) {
			if (s.closest("[aria-hidden]") || s.parentNode.closest("svg")) return;
			if (!s.querySelector("title") || s.getAttribute("role") != "img") say("a picture without a name");
		});
		page.querySelectorAll("input").forEach(function (i) { if (!i.labels.length) say("a field without a name"); });'
	says 'closed true' 'focus true' 'open true'
	run -1 grep 'without' "$dir/says"
}

@test "pictures of it: light, dark, and on paper" {
	crowd
	chromium --window-size=1280,900 --screenshot="$dir/light.png" "$dir/page.html"
	chromium --window-size=1280,900 --screenshot="$dir/dark.png" --blink-settings=preferredColorScheme=0 "$dir/page.html"
	chromium --no-pdf-header-footer --print-to-pdf="$dir/page.pdf" "$dir/page.html"
	[ "$(head -c 5 "$dir/page.pdf")" = %PDF- ]
	# Of the pixels in the first row, the first: white, and nearly black.
	python3 - "$dir/light.png" "$dir/dark.png" <<-'END'
		import struct, sys, zlib
		def first(path):
		    data, at, packed = open(path, "rb").read(), 8, b""
		    while at < len(data):
		        n, kind = struct.unpack("!I4s", data[at:at + 8])
		        if kind == b"IDAT":
		            packed += data[at + 8:at + 8 + n]
		        at += 12 + n
		    return zlib.decompress(packed)[1:4]
		light, dark = first(sys.argv[1]), first(sys.argv[2])
		print(light, dark)
		sys.exit(min(light) < 250 or max(dark) > 40)
	END
}

@test "forty machines at once, from real servers" {
	# shellcheck source=/dev/null
	. "$top/tests/lab/cache.bash"
	cache_needs_installer
	timeout 400 "$top/tests/lab/enter" "$top/tests/lab/crowd" 40 >"$dir/log"
	report "$dir/log"
	local n
	for ((n = 1; n <= 40; n++)); do
		[ "$n" = 25 ] || grep -q "^pc$(printf %02d "$n") \[.*Time line" "$dir/read"
	done
	grep -qx 'machines | 39' "$dir/read"
	grep -qx 'boots | 40' "$dir/read"
	grep -qx 'finished | 37' "$dir/read"
	grep -qx 'machines that never came back | 3' "$dir/read"
	grep -q '^perhaps secure-boot .* | pc05 | 1 | Look at' "$dir/read"
	grep -q '^not-readable-for-us \[closed/linux\] | pc10 ' "$dir/read"
	grep -q '^client-gone \[rescue/initrd.gz\] | pc15 ' "$dir/read"
	grep -q '^52:54:00:10:00:19 | bios ' "$dir/read"
	chromium --dump-dom "$dir/page.html" >"$dir/dom"
	[ ! -s "$dir/console" ]
	grep -q '>pc40<small>' "$dir/dom"
}
