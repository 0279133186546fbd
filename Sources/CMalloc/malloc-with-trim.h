// glibc's own additions to malloc, which the compiler's module of it leaves out.
#include <malloc.h>
