internal import Planning

/// What must be true of a row, its column found.
struct BoundCondition: Sendable {
  let slot: Slot
  let test: RowCondition.Test
}
