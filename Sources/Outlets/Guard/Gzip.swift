internal import CZlib
internal import HTTPTypes

/// gzip (RFC 1952), by zlib.
enum Gzip {
  /// The compression level, 1 to 9; zlib's own default is 6.
  private static let level: Int32 = 5

  /// Compresses bytes; nil if zlib fails.
  static func deflated(_ bytes: [UInt8]) -> [UInt8]? {
    var stream = z_stream()
    guard fulcrum_deflate_gzip(&stream, level) == Z_OK else { return nil }
    defer { deflateEnd(&stream) }
    var out = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))) + 64)
    var input = bytes
    let status = input.withUnsafeMutableBufferPointer { input in
      out.withUnsafeMutableBufferPointer { output in
        stream.next_in = input.baseAddress
        stream.avail_in = UInt32(input.count)
        stream.next_out = output.baseAddress
        stream.avail_out = UInt32(output.count)
        return deflate(&stream, Z_FINISH)
      }
    }
    guard status == Z_STREAM_END else { return nil }
    return Array(out.prefix(Int(stream.total_out)))
  }

  /// Decompresses a gzip or zlib body.
  ///
  /// - Throws: ``Refusal`` 413 above the limit, 400 if it is neither format.
  static func inflated(_ bytes: [UInt8], limit: Int) throws(Refusal) -> [UInt8] {
    var stream = z_stream()
    guard fulcrum_inflate_any(&stream) == Z_OK else { throw broken }
    defer { inflateEnd(&stream) }
    var out = [UInt8](repeating: 0, count: limit + 1)
    var input = bytes
    let status = input.withUnsafeMutableBufferPointer { input in
      out.withUnsafeMutableBufferPointer { output in
        stream.next_in = input.baseAddress
        stream.avail_in = UInt32(input.count)
        stream.next_out = output.baseAddress
        stream.avail_out = UInt32(output.count)
        return inflate(&stream, Z_FINISH)
      }
    }
    let size = Int(stream.total_out)
    guard size <= limit else {
      throw Refusal(
        .contentTooLarge, "the body unfolds to more than \(limit / 1024) KiB",
        "send it in several requests")
    }
    guard status == Z_STREAM_END else { throw broken }
    return Array(out.prefix(size))
  }

  private static let broken = Refusal(
    .badRequest, "the body is not what its Content-Encoding says", "send it as gzip, or plain")
}
