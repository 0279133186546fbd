import Facts
import Planning
import Testing

/// One change of the sound plan, the fields that it changes and the sentence that must say so.
struct PlanChange: CustomTestStringConvertible, Sendable {
  let fields: [String]
  let says: String
  let apply: @Sendable (inout Plan) -> Void

  var testDescription: String { fields.joined(separator: " ") }

  init(_ fields: String..., says: String, _ apply: @escaping @Sendable (inout Plan) -> Void) {
    self.fields = fields
    self.says = says
    self.apply = apply
  }
}

let planChanges = headChanges + peopleChanges + payChanges + sourceChanges

/// A number for tests, which write only sound ones.
func decimal(_ text: String) -> DecimalText {
  DecimalText(text) ?? DecimalText(digits: -1, places: 0)
}

/// A day for tests, which write only days that exist.
func day(_ text: String) -> CalendarDay { CalendarDay(text) ?? CalendarDay(number: 0) }
