internal import Facts

/// What some facts say beyond time, key and amount, read once from their body.
enum Detail: Hashable, Sendable {
  /// A change of the deal of that number (dense, from 0).
  case deal(number: Int32, stage: DealStage, hasAmount: Bool)
  /// Money for a service period, taking back the fact of number `of` (0 for none), of which `tax`
  /// minor units are tax.
  case money(service: ServicePeriod?, of: Int64, tax: Int64)
}

/// Where a deal stands, as far as bookings care.
enum DealStage: Sendable {
  case open, won, lost
}
