/// Splits a whole number in proportion to weights; the parts add up to it exactly.
///
/// Each part is first rounded towards zero. The units left over go, one each, to the parts with
/// the largest remainders; ties go to the earlier part. A negative amount gets the same parts
/// with the sign turned. Weights must not be negative; if all are zero, so are all parts.
public func largestRemainder(_ amount: Int64, over weights: [Int64]) -> [Int64] {
  let total = weights.reduce(Int128(0)) { $0 + Int128($1) }
  guard total > 0 else { return weights.map { _ in 0 } }
  let size = Int128(amount.magnitude)
  var shares: [Int64] = []
  var remainders: [(index: Int, rest: Int128)] = []
  var left = size
  for (index, weight) in weights.enumerated() {
    let (share, rest) = (size * Int128(weight)).quotientAndRemainder(dividingBy: total)
    shares.append(Int64(truncatingIfNeeded: share))
    remainders.append((index, rest))
    left -= share
  }
  remainders.sort { $0.rest != $1.rest ? $0.rest > $1.rest : $0.index < $1.index }
  for entry in remainders.prefix(Int(left)) { shares[entry.index] += 1 }
  return amount < 0 ? shares.map { -$0 } : shares
}
