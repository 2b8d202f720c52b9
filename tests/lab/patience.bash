# shellcheck shell=bash
# How long the PC has made no progress. It does when bytes of a file come, or
# when it writes on its serial console. Time in which it waited for one of this
# machine's processors does not count: a machine with other work is slower, and
# nothing is wrong. Source pc.bash first.

# Microseconds without progress, and as much as all steps until now.
patience_idle=0
patience_used=0

# Begins to count.
patience_begin() {
	patience_at=${EPOCHREALTIME/[.,]/}
	patience_idle=0 patience_used=0
	patience_look
}

# Counts on. At least a tenth of the time does, so that there is an end.
patience_look() {
	local now=${EPOCHREALTIME/[.,]/} waited passed counted
	passed=$((now - patience_at))
	waited=${patience_waited-0}
	patience_waited=$(patience_processor_waits)
	counted=$((passed - (patience_waited - waited)))
	[ "$counted" -le "$passed" ] || counted=$passed
	[ "$counted" -ge $((passed / 10)) ] || counted=$((passed / 10))
	patience_at=$now
	patience_idle=$((patience_idle + counted))
	patience_used=$((patience_used + counted))
	! patience_moved || patience_idle=0
}

# Microseconds that the PC's processor, a thread of QEMU, has waited for one of
# this machine's: of its threads it is the one that waits most. 0 where the
# kernel does not count that.
patience_processor_waits() {
	local file waited most=0
	for file in /proc/"${pc_pid:?}"/task/*/schedstat; do
		read -r _ waited _ 2>/dev/null <"$file" || continue
		[ "$waited" -le "$most" ] || most=$waited
	done 2>/dev/null
	echo $((most / 1000))
}

# True when bytes have come since it was last true: more than what a network has
# to say without files, or anything on the serial console.
patience_moved() {
	local bytes size
	bytes=$(patience_bytes)
	size=$(stat -c %s "$LAB/serial" 2>/dev/null || echo 0)
	[ $((bytes - ${patience_bytes_seen-0})) -ge 65536 ] ||
		[ "$size" -ne "${patience_serial_seen-0}" ] || return 1
	patience_bytes_seen=$bytes patience_serial_seen=$size
}

# Bytes that went through the PC's cable, to it.
patience_bytes() {
	local name fields
	while read -r name fields; do
		[ "$name" = tap0: ] || continue
		# shellcheck disable=SC2086 # a list of numbers
		set -- $fields
		echo "$9"
		return
	done </proc/net/dev
	echo 0
}

# What is being sent, as tftpd or httpd says itself in the list of processes: prints the
# file and the percentage.
patience_transfer() {
	local file title said='^(tftpd|httpd): [^ ]+ ([^ ]+) ([0-9]+)% '
	for file in /proc/[0-9]*/cmdline; do
		IFS= read -r -d '' title 2>/dev/null <"$file" || [ -n "${title-}" ] || continue
		if [[ $title =~ $said ]]; then
			echo "${BASH_REMATCH[2]} ${BASH_REMATCH[3]}"
			return
		fi
	done 2>/dev/null
	return 1
}
