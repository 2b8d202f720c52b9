/*
 * As the document has them, row by row: a test compares the two.
 */
#include "mkbootroot/see/remedytable.h"

#define T LOGLINE_TFTPD
#define H LOGLINE_HTTPD
#define D LOGLINE_DHCP_HELPER

static const struct remedy_row rows[] = {
	{T, 0, "not-found",
	    "Nothing, if the machine boots: loaders try many names. Otherwise compare the "
	    "name with `mkbootroot explain NAME file=…`"},
	{T, 0, "on-another-server",
	    "The client was not told the map's server for this file, or did not use it. "
	    "See `dhcp-helper`'s line for the client, and find out who else answers it"},
	{T, 0, "outside-the-boot-root",
	    "The name has `..`. Do nothing, or find out who uses that address"},
	{T, 0, "link-not-in-the-boot-root",
	    "Copy the file into the boot root, or correct the link: `/boot/bcd` in a link "
	    "is `boot/bcd` in the boot root"},
	{T, 0, "not-a-regular-file not-a-file",
	    "The name is that of a folder or a device: check what the client was told"},
	{T, 0, "not-readable-for-all",
	    "`mkbootroot check -f` makes the file readable for everybody"},
	{T, 0, "not-readable-for-us",
	    "The line names the path, its owner and the missing right: `chmod` it. With "
	    "`maybe=` look at SELinux, AppArmor and ACLs"},
	{T, 0, "name-too-long too-many-links",
	    "Shorten it; look for links in a circle"},
	{T, 0, "write-request",
	    "A client wants to write, and `-w` was not given. Some network cards and "
	    "switches save their configuration by TFTP"},
	{T, 0, "file-exists",
	    "A file with the upload's name exists: remove it, or use `-o`"},
	{T, 0, "no-such-folder",
	    "Make the folder beneath that of `-w`"},
	{T, 0, "not-writable-for-us",
	    "Give the folder to the user that tftpd runs as"},
	{T, 0, "folder-is-new",
	    "The folder of `-w` was made after the start: end tftpd; the next request "
	    "starts it again"},
	{T, 0, "link-on-the-way dot-name",
	    "Uploads follow no links and make no hidden files: choose another name"},
	{T, 0, "disk-full too-large",
	    "Make room; `-z` is the limit for one file"},
	{T, 0, "block-too-long",
	    "The client breaks the protocol: report it to its maker"},
	{T, 0, "server-stopped",
	    "tftpd was stopped during the upload, or with `-1` during the transfer: repeat "
	    "it"},
	{T, 0, "name-without-end name-empty mode-without-end mode-unknown",
	    "The sender is not a TFTP client, or a broken one"},
	{T, 0, "preseed-not-found preseed-too-long preseed-changed",
	    "Write it again with `mkbootroot preseed`, then `mkbootroot`"},
	{T, 0, "preseed-unknown-variable preseed-control-character",
	    "The preseed was changed by hand: `mkbootroot` names the line"},
	{T, 0, "preseed-without-name preseed-without-ip preseed-without-mac "
	    "preseed-without-uuid preseed-without-http preseed-without-image",
	    "The preseed has a variable without a value: add the value to the client's "
	    "line of `clients`"},
	{T, 0, "answers-of-another answers-file",
	    "The answers are another client's: if it is this client, its MAC address "
	    "is not that of its line"},
	{T, 0, "done",
	    "Nothing: the client is done with this image, and boots its disk. `mkbootroot "
	    "again NAME` lets it boot the image once more"},
	{T, 0, "not-armed",
	    "Nothing: the image is booted once, by others. If this client is to boot it, "
	    "say `boot=` in its line of `clients`, and behind a router also `ip=`"},
	{T, 0, "not-once",
	    "The client says that it is done, and nothing that it boots has the word "
	    "`once`: add it to the client's line, or to the image's"},
	{T, 0, "done-by-another",
	    "The client says that it is done in the name of another machine. If both cards "
	    "are in one machine, give their lines one name; otherwise correct the "
	    "installer's answers"},
	{T, 0, "no-identity",
	    "The client says that it is done, and nobody knows who it is: let it ask for "
	    "`done/01-` and its MAC address, or give it a line. If it asks for another "
	    "file, give it a line with `ip=`"},
	{T, 0, "done-not-written",
	    "The line before says what is wrong with `/var/lib/bootroot/done`. The client "
	    "is still armed: correct it, then `mkbootroot done NAME` if the client does "
	    "not ask again"},
	{T, 0, "no-boot-root",
	    "The boot root is missing, or closed to this user: the line before says why"},
	{T, 0, "bad-map corrupt-map",
	    "Run `mkbootroot`; the line before says what is wrong with the map"},
	{T, 0, "remap-refuses",
	    "Nothing: a `remap` line with `refuse` forbids this name"},
	{T, 0, "remap-without-end",
	    "A `remap` line produces its own match again and again: check with `mkbootroot "
	    "explain CLIENT file=NAME`"},
	{T, 0, "no-process",
	    "The memory or the limit of the unit allows no further process: set `-c` below "
	    "that"},
	{T, 0, "client-gone",
	    "The client was switched off, or got the file from another server"},
	{T, 0, "no-answer",
	    "Packets are lost, a firewall stops them, or the client hangs: see `resent=`, "
	    "and try smaller `-B` and `-W`"},
	{T, 0, "file-changed",
	    "Replace files by rename (`mkbootroot`, `mv`); do not write into them"},
	{T, 0, "no-free-port",
	    "Give `-p` more ports"},
	{T, 0, "client-error-N",
	    "`said=` has the client's own words, and N is the error's code. With 8 the "
	    "client refuses an option: use `quirk=no-options` in the map"},
	{H, 0, "too-many-connections",
	    "The client has more than `-c` allows, or all places are taken: raise `-c`, or "
	    "find out what the address does. A proxy is named with `-f`"},
	{H, 0, "too-slow",
	    "All places were taken, and this client took less than 16 KiB a second: as for "
	    "`too-many-connections`"},
	{H, 0, "condition-failed",
	    "Nothing: the client had a part of another version of the file, and asks again"},
	{H, 0, "range-behind-end",
	    "The client asks for more than the file has: it was replaced by a shorter one"},
	{H, 0, "request-with-content method-not-allowed method-unknown",
	    "Nothing: nobody can write by HTTP"},
	{H, 0, "bad-forwarded",
	    "Let the proxy of `-f` write one address into `X-Forwarded-For` or "
	    "`Forwarded`, and remove the other line, which a client can write"},
	{H, 0, "bad-name",
	    "The URL has a `%` that is not followed by two digits, or bytes that are no "
	    "name: check what the client was told"},
	{H, 0, "request-too-long",
	    "The lines of the client's request are longer than 8 KiB together: let a proxy "
	    "send fewer, or report it to the client's maker"},
	{H, 0, "version-unknown",
	    "The client speaks HTTP/2 or older than HTTP/1.0: put a proxy in front"},
	{H, 0, "not-a-request",
	    "The sender does not speak HTTP. If it was told `https://`, it speaks TLS: put "
	    "a proxy in front"},
	{H, 0, "line-without-crlf bad-field bad-host bad-length",
	    "The sender is not an HTTP client, or a broken one"},
	{D, 0, "not-pxe",
	    "Nothing: an ordinary DHCP client (`-v` only)"},
	{D, 0, "apple-bsdp",
	    "Nothing: a Macintosh looks for NetBoot"},
	{D, 0, "unknown-client",
	    "Add a line to `clients`, or a `default`, and run `mkbootroot`"},
	{D, 0, "ignore local",
	    "Nothing: the map says so; with `once=done` the client is done, and "
	    "`mkbootroot again NAME` arms it. With `once=unknown` another line says what "
	    "is wrong with the folder of clients that are done; with `once=no-identity` "
	    "give the client a line of its own"},
	{D, 0, "no-action",
	    "Add `boot=`, `local` or `ignore` to the line or to `default`"},
	{D, 0, "loader-without-http",
	    "`mkbootroot loaders` where GRUB has http (Debian 13), or name another loader "
	    "with `x64-http=`"},
	{D, 0, "no-loader-for-arch",
	    "`mkbootroot loaders`, or name a boot file for this arch in the map"},
	{D, 0, "none-by-map",
	    "Nothing: the map says so, with `x64=-`, `ipxe=-` or the like"},
	{D, 0, "no-arch",
	    "The client does not name its firmware: give it `class=` and its boot file, or "
	    "look at a capture with `mkbootroot explain -p`"},
	{D, 0, "bad-path",
	    "Shorten the path; a relative path needs `boot=`"},
	{D, 0, "url-without-value",
	    "The URL has a variable without a value: add `http=` to the client's `net` "
	    "line of `clients`"},
	{D, 0, "does-not-fit",
	    "Shorten the path: a name of at most 127 bytes fits old ROMs"},
	{D, 0, "not-for-us",
	    "Nothing: the message is for another server"},
	{D, 0, "other-address",
	    "The client asks for an address that is not its `ip=`: it has an old lease, "
	    "and will ask again"},
	{D, 0, "other-subnet",
	    "`ip=` or `net` does not fit the client's link: correct it"},
	{D, 0, "conflict",
	    "Another host has this address: find it (`arp`), or change `ip=`"},
	{D, 0, "released",
	    "Nothing: the client has given its address back"},
	{D, 0, "no-ip",
	    "A BOOTP client needs `ip=`"},
	{D, 0, "no-ciaddr",
	    "Nothing: the INFORM is faulty"},
	{D, 0, "no-bis",
	    "The client wants signed boot files (BIS): switch this off in its setup"},
	{D, 0, "declined-elsewhere",
	    "Nothing: a message through a relay, or by unicast, says that an address is in "
	    "use. It is not believed"},
	{D, 0, "not-answerable",
	    "The message asks for an answer to a broadcast, multicast or loopback address, "
	    "or to port 0: look for a broken relay or a forger"},
	{D, 0, "not-a-server",
	    "`server=` names several hosts, and none of their addresses is this host's: "
	    "add it, or switch `dhcp-helper` off here"},
	{D, 0, "went-on",
	    "Nothing: another of several servers has answered the client first"},
	{D, 0, "too-many-delayed",
	    "Too many clients with `quirk=delay=` at once"},
	{D, 0, "wrong-port",
	    "Nothing, if the client boots. Otherwise find the server that sends it to port "
	    "4011"},
	{D, 0, "other-interface",
	    "Nothing: `-i` excludes this interface"},
	{D, 0, "no-interface no-address",
	    "Bring the interface up and give it an IPv4 address"},
	{D, 0, "no-map bad-map corrupt-map",
	    "Run `mkbootroot`; the line before says what is wrong with the map"},
	{D, 0, "cannot-send",
	    "The line before has the kernel's reason: a firewall, or no route"},
	{D, 0, "too-short too-long no-request bad-hlen bad-cookie",
	    "The message is not DHCP. Do nothing, unless there are many"},
	{D, 0, "bad-options bad-overload bad-option-N",
	    "The client is broken: look at a capture with `mkbootroot explain -p`. If the "
	    "wrong option is not needed, the client is answered, and the line has "
	    "`ignored=N`"},
	{T, 1, "secure-boot",
	    "Look at the machine's screen: Secure Boot says `Access Denied` or `Security "
	    "Violation`. Boot a signed shim and GRUB (`mkbootroot loaders`). If they are "
	    "signed, take them from a newer distribution. Or switch Secure Boot off in the "
	    "setup of the firmware"},
	{T, 1, "grub-prompt",
	    "If the screen shows `grub>`: give the client `ip=`, or let the DHCP server "
	    "name this host as its next-server, or use a newer GRUB. If it shows `Security "
	    "Violation`: see `secure-boot`"},
	{T, 1, "no-configuration",
	    "Add a line for the client to `clients`; `mkbootroot explain NAME` shows the "
	    "configuration that its loader would get"},
	{T, 1, "no-next-stage",
	    "Put the file beside the loader: `ldlinux.c32` from the same version as "
	    "`pxelinux.0`, GRUB from the same distribution as shim"},
	{T, 1, "boot-loop",
	    "Look at the machine's screen: the program fails each time, or the firmware "
	    "refuses it"},
	{D, 1, "address-in-conflict",
	    "As for `conflict`; the client was still told its boot file"},
	{D, 1, "keeps-asking",
	    "No DHCP server answers, or the firmware does not accept a proxy: use "
	    "`quirk=binl` or `ip=`"},
	{D, 1, "no-netmask",
	    "Add a line `net ADDRESS/LENGTH -` for the net of the client's `ip=`. The "
	    "client is behind a relay, or this host has no address in its net"},
	{D, 1, "other-server",
	    "Two servers give this client an address: remove the client from one of them"},
	{D, 1, "option-60-without-43",
	    "Take option 60 (PXEClient) out of the other DHCP server"},
	{D, 1, "too-many-wait",
	    "Nothing: the client was answered, before its turn. If it stays so, look why "
	    "the first servers of these clients do not answer, or who sends so many "
	    "messages"},
};

const struct remedy_row *
remedytable_row(size_t i)
{
	return i < sizeof(rows) / sizeof(rows[0]) ? &rows[i] : NULL;
}
