internal import Glibc
internal import NIOCore

/// Addresses as limits count them.
enum NetworkAddress {
  /// An address of IPv4 as it is, one of IPv6 by its first 64 bits: a whole network of them is one customer's.
  static func group(_ address: String) -> String {
    guard address.contains(":"), let bytes = bytes(address) else { return address }
    // Addresses of IPv4 in the form of IPv6 (RFC 4291, 2.5.5.2) are those of IPv4.
    if bytes.prefix(10).allSatisfy({ $0 == 0 }), bytes[10] == 0xFF, bytes[11] == 0xFF {
      return bytes[12...].map(String.init).joined(separator: ".")
    }
    return Secret.hex(bytes.prefix(8)) + "::/64"
  }

  /// The 16 bytes of an address of IPv6; nil where it is none.
  private static func bytes(_ address: String) -> [UInt8]? {
    do {
      guard case .v6(let found) = try SocketAddress(ipAddress: address, port: 0) else { return nil }
      return withUnsafeBytes(of: found.address.sin6_addr) { Array($0) }
    } catch { return nil }
  }
}
