/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the attacks say. A line "BREACH what" means that the forbidden thing was done, "denied what"
 * that the system said no. Every loop has an end of its own, so that an attack that nothing holds
 * says so and stops.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

/* Says that an attempt came through (result at least 0) or why not. Returns the result. */
long tried(const char *what, long result);

/* As tried, for calls with arguments that are wrong on purpose: whatever gets as far as the check of
   the arguments came through. */
long reached(const char *what, long result);

void breach(const char *what);

/* The number at this place of the arguments. */
long number(char **argv, int index);

int fork_bomb(int argc, char **argv);
int thread_bomb(int argc, char **argv);
int vfork_storm(int argc, char **argv);
int zombies(int argc, char **argv);
int churn(int argc, char **argv);
int exec_loop(int argc, char **argv);
int daemonize(int argc, char **argv);
int kill_all(int argc, char **argv);
int stop_self(int argc, char **argv);
int deaf(int argc, char **argv);
int trace(int argc, char **argv);
int priorities(int argc, char **argv);
int raise_limits(int argc, char **argv);
int burn(int argc, char **argv);
int burn_in_children(int argc, char **argv);

int touch_memory(int argc, char **argv);
int shared_memory(int argc, char **argv);
int memfd(int argc, char **argv);
int system_v(int argc, char **argv);
int lock_memory(int argc, char **argv);
int huge_pages(int argc, char **argv);
int many_processes(int argc, char **argv);
int pipe_buffers(int argc, char **argv);
int socket_buffers(int argc, char **argv);
int tcp_buffers(int argc, char **argv);
int page_tables(int argc, char **argv);
int stack(int argc, char **argv);
int score(int argc, char **argv);

int fill(int argc, char **argv);
int inodes(int argc, char **argv);
int sparse(int argc, char **argv);
int deep(int argc, char **argv);
int dump_core(int argc, char **argv);
int descriptors(int argc, char **argv);
int inherited(int argc, char **argv);
int open_paths(int argc, char **argv);
int create_below(int argc, char **argv);
int write_below(int argc, char **argv);
int own_program(int argc, char **argv);
int of_first_process(int argc, char **argv);
int fake_status(int argc, char **argv);

int namespaces(int argc, char **argv);
int mounts(int argc, char **argv);
int devices(int argc, char **argv);
int handles(int argc, char **argv);
int young_calls(int argc, char **argv);
int keys(int argc, char **argv);
int families(int argc, char **argv);
int foreign_abi(int argc, char **argv);
int machine(int argc, char **argv);
int tamper(int argc, char **argv);
int status(int argc, char **argv);
int terminal(int argc, char **argv);

int connect_to(int argc, char **argv);
int connect_unix(int argc, char **argv);
int listen_abstract(int argc, char **argv);
int raw_network(int argc, char **argv);
int own_world(int argc, char **argv);
