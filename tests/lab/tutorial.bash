# shellcheck shell=bash
# Follows doc/tutorial.md: does what a section says on the test's system, and
# compares what is said with what the page shows.
#
#	follow SECTION: the heading of a section, such as '3. The TFTP side'
#
# A box of the page is a step: "sh" is run, "text" is what the box before it
# has to have said, in this order, … for anything. A comment "the PC boots: bios"
# is one, too: pc_boots is called with the words behind it, and pc_ends before the next
# box that does more than read the log. Boxes of other
# kinds are configuration files of other servers, see tutorial_box.
#
# shellcheck disable=SC2154 # variables are the tests'

page=doc/tutorial.md

follow() {
	local step kind
	rm -rf "$dir/steps"
	mkdir "$dir/steps"
	tutorial_split "$1" "$dir/steps"
	[ -n "$(ls "$dir/steps")" ]
	for step in "$dir"/steps/*; do
		kind=${step##*.}
		case $kind in
		sh) says=$step.said && tutorial_run "$step" "${step%.sh}" ;;
		text) ;;
		pc) pc_boots "$(cat "$step")" ;;
		esac
	done
}

# tutorial_split SECTION FOLDER: its steps, 01.sh, 02.text, 03.pc, …
tutorial_split() {
	awk -v section="## $1" -v folder="$2" '
		function step(kind) { return sprintf("%s/%02d.%s", folder, ++n, kind) }
		/^```/ && box { box = ""; next }
		box { if (inside && box != "other") print >box; next }
		/^```/ {
			kind = substr($0, 4)
			box = "other"
			if (inside && (kind == "sh" || kind == "text"))
				box = step(kind)
			next
		}
		/^## / { inside = $0 == section }
		inside && /^<!-- the PC boots: .* -->$/ {
			sub(/^<!-- the PC boots: /, ""); sub(/ -->$/, "")
			print >step("pc")
		}' "$top/$page"
}

# tutorial_box KIND: the box of that kind.
tutorial_box() {
	awk -v start="\`\`\`$1" '/^```/ && on { exit } on { print } $0 == start { on = 1 }' "$top/$page"
}

# tutorial_run STEP NUMBERED: runs a box; the box behind it says what it has to
# say. What only reads the log is done again until the log has it.
tutorial_run() {
	local expected
	expected=$(printf '%s/%02d.text' "${1%/*}" $((10#$(basename "$1" .sh) + 1)))
	[ -e "$expected" ] || expected=/dev/null
	if grep -qvE '^sudo journalctl ' "$1"; then
		# A PC that has done what the page said of it takes the processor for nothing.
		pc_ends
		tutorial_do "$1" && tutorial_says "$expected" "$1.said"
	else
		wait_for 600 tutorial_logs "$1" "$expected"
	fi || {
		echo "step $1:"
		cat "$1"
		echo "said:"
		tail -n 60 "$1.said"
		echo "and not, in this order:"
		cat "$expected"
		return 1
	}
}

tutorial_logs() {
	tutorial_do "$1" && tutorial_says "$2" "$1.said"
}

# By root, to whom sudo gives nothing; in the folder of the source.
tutorial_do() {
	{
		echo 'sudo() { "$@"; }; cd /root/bootroot'
		cat "$1"
	} >"$system/root/step"
	on_system env -u TMPDIR HOME=/root bash -e /root/step >"$1.said" 2>&1 </dev/null
}

# tutorial_says EXPECTED SAID: its lines stand there, whole, in this order.
tutorial_says() {
	"$python" - "$1" "$2" <<-'END'
		import re, sys
		wanted = [re.compile(".*".join(re.escape(part) for part in line.split("…")))
		          for line in open(sys.argv[1]).read().splitlines()]
		for line in open(sys.argv[2], errors="replace").read().splitlines():
		    if wanted and wanted[0].fullmatch(line.rstrip()):
		        wanted.pop(0)
		sys.exit(len(wanted) > 0)
	END
}
