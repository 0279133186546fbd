// zlib begins its streams by macros, which Swift does not see; here they are functions.
#pragma once
#include <zlib.h>

static inline int fulcrum_deflate_gzip(z_stream *stream, int level) {
  return deflateInit2(stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
}

static inline int fulcrum_inflate_any(z_stream *stream) { return inflateInit2(stream, 15 + 32); }
