internal import Planning

/// A condition on a row, with its column resolved.
struct BoundCondition: Sendable {
  let slot: Slot
  let test: RowCondition.Test
}
