internal import Facts

extension DecimalText {
  /// The sum; nil if it has more digits than an `Int64` holds.
  func adding(_ other: DecimalText) -> DecimalText? {
    let places = max(self.places, other.places)
    guard let left = scaled(to: places), let right = other.scaled(to: places) else { return nil }
    let (sum, over) = left.addingReportingOverflow(right)
    return over ? nil : DecimalText(digits: sum, places: places)
  }

  /// The product; nil if it has more digits than an `Int64` holds.
  func multiplied(by other: DecimalText) -> DecimalText? {
    let (product, over) = digits.multipliedReportingOverflow(by: other.digits)
    return over ? nil : DecimalText(digits: product, places: places + other.places)
  }
}
