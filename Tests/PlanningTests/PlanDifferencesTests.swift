import Facts
import Planning
import Testing

@Suite("What changed, in words")
struct PlanDifferencesTests {
  @Test("Two equal plans have no differences")
  func equal() throws {
    #expect(try Plan.read(soundPlan).differences(from: Plan.read(soundPlan)).isEmpty)
  }

  @Test("Every single change is said", arguments: planChanges)
  func change(_ change: PlanChange) throws {
    let old = try Plan.read(soundPlan)
    var new = old
    change.apply(&new)
    #expect(new != old)
    #expect(new.differences(from: old) == [change.says])
    #expect(!old.differences(from: new).isEmpty)
  }

  @Test("No field of a plan is left out of the changes tried")
  func complete() throws {
    let tried = Set(planChanges.flatMap(\.fields))
    let fields = try Plan.read(soundPlan).everyField()
    #expect(fields.count > 90)
    #expect(fields.subtracting(tried).sorted() == [])
  }

  @Test("A change of several parts is said in the order of a plan")
  func several() throws {
    let old = try Plan.read(soundPlan)
    var new = old
    new.deliver = [:]
    new.business = "Southwind"
    new.pay["flat"] = nil
    #expect(
      new.differences(from: old) == [
        "The business's name goes from Northwind EMEA to Southwind.",
        "Pay plan flat is taken out.",
        "The delivery clock is taken out.",
        "The delivery flash is taken out.",
      ])
  }

  @Test("Amounts of another currency are said with both")
  func currency() throws {
    let old = try Plan.read(leastPlan)
    let new = try Plan.read(leastPlan.replacing("EUR", with: "JPY"))
    #expect(
      new.differences(from: old) == [
        "The currency of every amount goes from EUR to JPY.",
        "The currency that rates are to goes from EUR to JPY.",
        "The money that activates goes from 1.00 EUR to 1 JPY.",
      ])
  }

  @Test("Targets by period that become a year's are said whole")
  func targets() throws {
    let old = try Plan.read(leastPlan)
    let year = "number: { targets: { yearly: 1200 } }"
    let month = "number: { targets: { 2026-10: 100 } }"
    let yearly = try Plan.read(leastPlan.replacing("number: {}", with: year))
    let monthly = try Plan.read(leastPlan.replacing("number: {}", with: month))
    #expect(
      yearly.differences(from: old) == ["The target is now 1200.00 EUR a year, spread evenly."])
    #expect(
      monthly.differences(from: yearly) == [
        "The target goes from 1200.00 EUR a year, spread evenly to 100.00 EUR for 2026-10."
      ])
    #expect(monthly.differences(from: old) == ["The target for 2026-10 is now 100.00 EUR."])
  }

  @Test("A lever that is named without saying anything is a difference without meaning")
  func meaningless() throws {
    let old = try Plan.read(leastPlan)
    var new = old
    new.levers[.sales] = LeverPlan()
    #expect(
      new.differences(from: old) == ["The plan is written differently, and means the same."])
  }
}

extension Plan {
  /// The names of all stored fields of a plan and of the values in it: `Person.quota`.
  fileprivate func everyField() -> Set<String> {
    var fields: Set<String> = []
    collect(self, &fields)
    return fields
  }

  private func collect(_ value: Any, _ fields: inout Set<String>) {
    let mirror = Mirror(reflecting: value)
    let type = "\(mirror.subjectType)"
    let leaves = ["Zone", "Currency", "Rates", "CalendarDay", "DecimalText"]
    guard !leaves.contains(type), !type.hasPrefix("Identifier") else { return }
    for child in mirror.children {
      if mirror.displayStyle == .struct, let label = child.label {
        fields.insert("\(type).\(label)")
      }
      collect(child.value, &fields)
    }
  }
}
