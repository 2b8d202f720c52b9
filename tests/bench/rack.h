/*
 * A model client of a rack: what it has said and heard. Whoever owns the event loop
 * (rack.c) calls load_* and dhcp_*; both change the client's stage.
 */
#ifndef RACK_H
#define RACK_H

#include <netinet/in.h>
#include <stdint.h>

#include "rackdhcp.h"
#include "rackname.h"

/* Who loads a file: what it asks for, and how it repeats itself. */
enum loader {
	LOADER_EDK2,	/* tsize first; blksize 1468, windowsize 4; again after 4 s */
	LOADER_GRUB,	/* blksize 1024, lock step; asks again after 0.4 s and more */
	LOADER_HTTP,	/* GRUB by HTTP: a connection for each file */
	LOADER_ROM,	/* a BIOS's card, as iPXE: blksize 1432, lock step; 0.25 s and more */
	LOADER_PXELINUX	/* blksize 1408, lock step; 0.11 s and more, for two minutes */
};

struct file {
	enum loader loader;
	const char *name;	/* see rackname.h */
	int may_lack;		/* "not found" is an answer like a file */
	int is_text;		/* by TFTP; its beginning is kept */
};

enum stage {
	STAGE_OFF,		/* not switched on yet, or starts again */
	STAGE_DISCOVER,
	STAGE_REQUEST,
	STAGE_LOAD,
	STAGE_DONE
};

/* Where the file stands that is loaded. */
enum step {
	STEP_SIZE,		/* EDK2 asks how long it is */
	STEP_ASKED,
	STEP_DATA
};

struct client {
	unsigned number;
	int is_bios;
	enum stage stage;
	struct rackdhcp dhcp;	/* its address, its server, its boot file */
	uint64_t on_us;		/* when it is switched on, or starts again */
	uint64_t begun_us, done_us;
	uint64_t heard_us, said_us;
	unsigned tries, restarts;
	unsigned at;		/* which file */
	int fd;
	enum step step;
	unsigned blksize, windowsize;
	uint64_t block, acked;
	int gap;
	uint64_t left;		/* of HTTP's content */
	char head[1024];
	unsigned head_n;
	char text[RACKNAME_TEXT];	/* the text that it has loaded last */
	size_t text_n;
	char name[RACKDHCP_NAME];	/* of the file that is loaded */
};

struct rack {
	struct file *file;
	unsigned files;
	int epoll_fd;
	uint64_t now_us;
	uint64_t quiet_us;	/* 0: each loader's own patience */
	uint64_t bytes;
};

/* What an event has made of the file. */
enum load_result {
	LOAD_GOES_ON,
	LOAD_HAS,		/* the whole file */
	LOAD_FAILED
};

/* Opens a socket of its own, from the client's address, and asks for client.at. */
enum load_result load_begin(struct rack *, struct client *);
enum load_result load_event(struct rack *, struct client *, uint32_t events);
/* Has heard nothing since heard_us: repeats itself, as that loader does, or gives up. */
enum load_result load_silence(struct rack *, struct client *);
void	load_end(struct client *);

#endif
