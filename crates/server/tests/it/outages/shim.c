/* Stands between the server and the machine in tests.
 *
 * While the file $TEST_DISK_FULL exists, no file grows: a write over the end writes what fits and
 * then fails with ENOSPC, as on a full disk. The wall clock is off by the seconds that stand in the
 * file $TEST_CLOCK; the monotonic clock is not. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

/* How many of n bytes at an offset may be written; n when nothing stands in the way. */
static size_t fits(int fd, size_t n, off64_t at) {
    const char *full = getenv("TEST_DISK_FULL");
    struct stat64 file;
    if (!full || access(full, F_OK) != 0 || fstat64(fd, &file) != 0 || !S_ISREG(file.st_mode))
        return n;
    off64_t room = file.st_size - at;
    return room <= 0 ? 0 : (size_t)room < n ? (size_t)room : n;
}

ssize_t pwrite64(int fd, const void *from, size_t n, off64_t at) {
    static ssize_t (*real)(int, const void *, size_t, off64_t);
    if (!real) real = dlsym(RTLD_NEXT, "pwrite64");
    size_t room = fits(fd, n, at);
    if (n > 0 && room == 0) { errno = ENOSPC; return -1; }
    return real(fd, from, room, at);
}

ssize_t write(int fd, const void *from, size_t n) {
    static ssize_t (*real)(int, const void *, size_t);
    if (!real) real = dlsym(RTLD_NEXT, "write");
    off64_t at = lseek64(fd, 0, SEEK_CUR);
    size_t room = at < 0 ? n : fits(fd, n, at);
    if (n > 0 && room == 0) { errno = ENOSPC; return -1; }
    return real(fd, from, room);
}

int ftruncate64(int fd, off64_t to) {
    static int (*real)(int, off64_t);
    if (!real) real = dlsym(RTLD_NEXT, "ftruncate64");
    struct stat64 file;
    if (fstat64(fd, &file) == 0 && to > file.st_size && fits(fd, 1, file.st_size) == 0) {
        errno = ENOSPC;
        return -1;
    }
    return real(fd, to);
}

int clock_gettime(clockid_t clock, struct timespec *now) {
    static int (*real)(clockid_t, struct timespec *);
    static const long *offset;
    if (!real) {
        const char *file = getenv("TEST_CLOCK");
        int fd = file ? open(file, O_RDONLY) : -1;
        if (fd >= 0) {
            void *page = mmap(NULL, sizeof(long), PROT_READ, MAP_SHARED, fd, 0);
            if (page != MAP_FAILED) offset = page;
            close(fd);
        }
        real = dlsym(RTLD_NEXT, "clock_gettime");
    }
    int done = real(clock, now);
    if (done == 0 && clock == CLOCK_REALTIME && offset) now->tv_sec += *offset;
    return done;
}
