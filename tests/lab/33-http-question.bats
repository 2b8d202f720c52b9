#!/usr/bin/env bats
# Every firmware that can HTTP, beside each DHCP server: Debian's installer as it is,
# from httpd alone, to its first question. Twelve boots with the whole initrd take an
# emulated PC long, so check-lab has the kernels of three of them (32-http).

bats_require_minimum_version 1.5.0
load case
load pc
load bootroot
load httpboot

setup() {
	[ "${WHOLE-}" = 1 ] || skip 'twelve whole installers take many minutes: WHOLE=1'
	case_begin
}

teardown() {
	pc_stop
	case_end
}

# first_question FIRMWARE ipxe|http SERVER
first_question() {
	boots "$1" "$2" 13 "$3"
	tells 'file=http://10\.9\.0\.1/[^ ]*'
	httpd_sent "$(arch_folder 13)"/{linux,initrd.gz}
	asks_for_language
	no_tftp
}

# secure_question SERVER: the kernel says that it was verified.
secure_question() {
	first_question efi-secure http "$1"
	logged 600 serial 'Secure boot enabled'
}

@test "BIOS with iPXE, beside dnsmasq" {
	first_question bios ipxe dnsmasq
}

@test "UEFI with iPXE, beside dnsmasq" {
	first_question efi ipxe dnsmasq
}

@test "UEFI HTTP, Secure Boot off, beside dnsmasq" {
	first_question efi http dnsmasq
}

@test "UEFI HTTP, Secure Boot on, beside dnsmasq" {
	secure_question dnsmasq
}

@test "BIOS with iPXE, beside Kea" {
	first_question bios ipxe kea
}

@test "UEFI with iPXE, beside Kea" {
	first_question efi ipxe kea
}

@test "UEFI HTTP, Secure Boot off, beside Kea" {
	first_question efi http kea
}

@test "UEFI HTTP, Secure Boot on, beside Kea" {
	secure_question kea
}

@test "BIOS with iPXE, beside ISC dhcpd" {
	first_question bios ipxe dhcpd
}

@test "UEFI with iPXE, beside ISC dhcpd" {
	first_question efi ipxe dhcpd
}

@test "UEFI HTTP, Secure Boot off, beside ISC dhcpd" {
	first_question efi http dhcpd
}

@test "UEFI HTTP, Secure Boot on, beside ISC dhcpd" {
	secure_question dhcpd
}
