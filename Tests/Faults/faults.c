/* Preloaded into a process under test. Calls that change files below a folder are counted on a page that the
   test shares, and the one (or the ones from there on) that the page names fail or end the process. The wall
   clock runs as far off as the page says. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum kind {
  WRITE = 1, SYNC = 2, RENAME = 4, TRUNCATE = 8, ALLOCATE = 16, UNLINK = 32, LINK = 64, CREATE = 128,
};
enum deed { NOTHING, FAIL, KILL };

struct page {
  _Atomic int64_t calls;   /* counted so far */
  _Atomic int64_t fired;   /* that failed or killed */
  _Atomic int64_t deed;    /* what is done */
  _Atomic int64_t error;   /* the errno that is given */
  _Atomic int64_t from;    /* the first call it is done to, from 1 */
  _Atomic int64_t times;   /* to how many; 0 is all from there on */
  _Atomic int64_t kinds;   /* which calls count */
  _Atomic int64_t offset;  /* seconds that the wall clock is off */
  _Atomic int64_t clocks;  /* how often it was asked */
};

static struct page none, *page = &none;
static const char *below = "";
static size_t length;

#define REAL(type, name, ...)                                          \
  static type (*real)(__VA_ARGS__);                                    \
  if (!real) real = (type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name)

__attribute__((constructor)) static void begin(void) {
  const char *name = getenv("FAULT_PAGE");
  const char *folder = getenv("FAULT_BELOW");
  if (!name || !folder) return;
  int file = open(name, O_RDWR | O_CLOEXEC);
  if (file < 0) return;
  void *shared = mmap(0, sizeof *page, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  close(file);
  if (shared == MAP_FAILED) return;
  below = folder;
  length = strlen(folder);
  page = shared;
}

static int is_below(const char *path) {
  return length && !strncmp(path, below, length);
}

/* Whether this call is to fail; `half` is told so that a write that is killed is torn. */
static int now(enum kind kind, const char *path, int (*half)(void *), void *what) {
  if (page == &none || !(page->kinds & kind) || !is_below(path)) return 0;
  int64_t call = ++page->calls, from = page->from, times = page->times;
  if (page->deed == NOTHING || call < from || (times && call >= from + times)) return 0;
  page->fired++;
  if (page->deed == KILL) {
    if (half) half(what);
    kill(getpid(), SIGKILL);
    for (;;) pause();
  }
  errno = (int)page->error;
  return 1;
}

static int by_name(enum kind kind, int folder, const char *name) {
  char path[PATH_MAX * 2], start[PATH_MAX];
  if (page == &none || !name) return 0;
  if (name[0] == '/') return now(kind, name, 0, 0);
  if (folder == AT_FDCWD) {
    if (!getcwd(start, sizeof start)) return 0;
  } else {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
    ssize_t n = readlink(link, start, sizeof start - 1);
    if (n < 0) return 0;
    start[n] = 0;
  }
  snprintf(path, sizeof path, "%s/%s", start, name);
  return now(kind, path, 0, 0);
}

static int by_file(enum kind kind, int file, int (*half)(void *), void *what) {
  char link[64], path[PATH_MAX];
  if (page == &none || !(page->kinds & kind)) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t n = readlink(link, path, sizeof path - 1);
  if (n < 0) return 0;
  path[n] = 0;
  return now(kind, path, half, what);
}

struct piece { int file; const void *bytes; size_t count; off64_t place; };

static int tear(void *what) {
  struct piece *piece = what;
  REAL(ssize_t, pwrite64, int, const void *, size_t, off64_t);
  return real(piece->file, piece->bytes, piece->count / 2, piece->place) < 0;
}

static int tear_end(void *what) {
  struct piece *piece = what;
  REAL(ssize_t, write, int, const void *, size_t);
  return real(piece->file, piece->bytes, piece->count / 2) < 0;
}

ssize_t write(int file, const void *bytes, size_t count) {
  REAL(ssize_t, write, int, const void *, size_t);
  struct piece piece = {file, bytes, count, 0};
  return by_file(WRITE, file, tear_end, &piece) ? -1 : real(file, bytes, count);
}

ssize_t writev(int file, const struct iovec *parts, int count) {
  REAL(ssize_t, writev, int, const struct iovec *, int);
  return by_file(WRITE, file, 0, 0) ? -1 : real(file, parts, count);
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t place) {
  REAL(ssize_t, pwrite64, int, const void *, size_t, off64_t);
  struct piece piece = {file, bytes, count, place};
  return by_file(WRITE, file, tear, &piece) ? -1 : real(file, bytes, count, place);
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t place) {
  return pwrite64(file, bytes, count, place);
}

ssize_t sendfile64(int to, int from, off64_t *place, size_t count) {
  REAL(ssize_t, sendfile64, int, int, off64_t *, size_t);
  return by_file(WRITE, to, 0, 0) ? -1 : real(to, from, place, count);
}

ssize_t sendfile(int to, int from, off_t *place, size_t count) {
  return sendfile64(to, from, (off64_t *)place, count);
}

ssize_t copy_file_range(int from, off64_t *start, int to, off64_t *place, size_t count, unsigned flags) {
  REAL(ssize_t, copy_file_range, int, off64_t *, int, off64_t *, size_t, unsigned);
  return by_file(WRITE, to, 0, 0) ? -1 : real(from, start, to, place, count, flags);
}

int fsync(int file) {
  REAL(int, fsync, int);
  return by_file(SYNC, file, 0, 0) ? -1 : real(file);
}

int fdatasync(int file) {
  REAL(int, fdatasync, int);
  return by_file(SYNC, file, 0, 0) ? -1 : real(file);
}

int ftruncate64(int file, off64_t size) {
  REAL(int, ftruncate64, int, off64_t);
  return by_file(TRUNCATE, file, 0, 0) ? -1 : real(file, size);
}

int ftruncate(int file, off_t size) { return ftruncate64(file, size); }

int posix_fallocate64(int file, off64_t place, off64_t count) {
  REAL(int, posix_fallocate64, int, off64_t, off64_t);
  return by_file(ALLOCATE, file, 0, 0) ? errno : real(file, place, count);
}

int posix_fallocate(int file, off_t place, off_t count) { return posix_fallocate64(file, place, count); }

int fallocate64(int file, int mode, off64_t place, off64_t count) {
  REAL(int, fallocate64, int, int, off64_t, off64_t);
  return by_file(ALLOCATE, file, 0, 0) ? -1 : real(file, mode, place, count);
}

int fallocate(int file, int mode, off_t place, off_t count) {
  return fallocate64(file, mode, place, count);
}

int rename(const char *from, const char *to) {
  REAL(int, rename, const char *, const char *);
  return by_name(RENAME, AT_FDCWD, to) ? -1 : real(from, to);
}

int renameat(int a, const char *from, int b, const char *to) {
  REAL(int, renameat, int, const char *, int, const char *);
  return by_name(RENAME, b, to) ? -1 : real(a, from, b, to);
}

int renameat2(int a, const char *from, int b, const char *to, unsigned flags) {
  REAL(int, renameat2, int, const char *, int, const char *, unsigned);
  return by_name(RENAME, b, to) ? -1 : real(a, from, b, to, flags);
}

int unlink(const char *name) {
  REAL(int, unlink, const char *);
  return by_name(UNLINK, AT_FDCWD, name) ? -1 : real(name);
}

int unlinkat(int folder, const char *name, int flags) {
  REAL(int, unlinkat, int, const char *, int);
  return by_name(UNLINK, folder, name) ? -1 : real(folder, name, flags);
}

int remove(const char *name) {
  REAL(int, remove, const char *);
  return by_name(UNLINK, AT_FDCWD, name) ? -1 : real(name);
}

int link(const char *from, const char *to) {
  REAL(int, link, const char *, const char *);
  return by_name(LINK, AT_FDCWD, to) ? -1 : real(from, to);
}

int linkat(int a, const char *from, int b, const char *to, int flags) {
  REAL(int, linkat, int, const char *, int, const char *, int);
  return by_name(LINK, b, to) ? -1 : real(a, from, b, to, flags);
}

int mkdir(const char *name, mode_t mode) {
  REAL(int, mkdir, const char *, mode_t);
  return by_name(CREATE, AT_FDCWD, name) ? -1 : real(name, mode);
}

int mkdirat(int folder, const char *name, mode_t mode) {
  REAL(int, mkdirat, int, const char *, mode_t);
  return by_name(CREATE, folder, name) ? -1 : real(folder, name, mode);
}

/* Opening to create counts where the file is not there yet. */
static int makes(int folder, const char *name, int flags) {
  struct stat found;
  if (page == &none || !(flags & O_CREAT)) return 0;
  return fstatat(folder, name, &found, 0) != 0 && by_name(CREATE, folder, name);
}

#define MODE(flags, mode)                                   \
  mode_t mode = 0;                                          \
  if (flags & (O_CREAT | __O_TMPFILE)) {                    \
    va_list rest;                                           \
    va_start(rest, flags);                                  \
    mode = va_arg(rest, mode_t);                            \
    va_end(rest);                                           \
  }

int open64(const char *name, int flags, ...) {
  MODE(flags, mode)
  REAL(int, open64, const char *, int, ...);
  return makes(AT_FDCWD, name, flags) ? -1 : real(name, flags, mode);
}

int open(const char *name, int flags, ...) {
  MODE(flags, mode)
  REAL(int, open, const char *, int, ...);
  return makes(AT_FDCWD, name, flags) ? -1 : real(name, flags, mode);
}

int openat64(int folder, const char *name, int flags, ...) {
  MODE(flags, mode)
  REAL(int, openat64, int, const char *, int, ...);
  return makes(folder, name, flags) ? -1 : real(folder, name, flags, mode);
}

int openat(int folder, const char *name, int flags, ...) {
  MODE(flags, mode)
  REAL(int, openat, int, const char *, int, ...);
  return makes(folder, name, flags) ? -1 : real(folder, name, flags, mode);
}

int mkstemp64(char *name) {
  REAL(int, mkstemp64, char *);
  return by_name(CREATE, AT_FDCWD, name) ? -1 : real(name);
}

int mkstemp(char *name) { return mkstemp64(name); }

int clock_gettime(clockid_t clock, struct timespec *moment) {
  REAL(int, clock_gettime, clockid_t, struct timespec *);
  int result = real(clock, moment);
  if (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE) {
    page->clocks++;
    moment->tv_sec += page->offset;
  }
  return result;
}

int gettimeofday(struct timeval *restrict moment, void *restrict zone) {
  struct timespec exact;
  (void)zone;
  clock_gettime(CLOCK_REALTIME, &exact);
  moment->tv_sec = exact.tv_sec;
  moment->tv_usec = exact.tv_nsec / 1000;
  return 0;
}

time_t time(time_t *moment) {
  struct timespec exact;
  clock_gettime(CLOCK_REALTIME, &exact);
  if (moment) *moment = exact.tv_sec;
  return exact.tv_sec;
}

int timespec_get(struct timespec *moment, int base) {
  if (base != TIME_UTC) return 0;
  clock_gettime(CLOCK_REALTIME, moment);
  return base;
}
