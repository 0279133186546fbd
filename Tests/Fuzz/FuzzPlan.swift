import Planning

/// A plan. It is read, or everything that is wrong with it has a place in the text.
func fuzzPlan(_ bytes: [UInt8]) {
  let yaml = String(decoding: bytes, as: UTF8.self)
  do { _ = try Plan.read(yaml) } catch {
    hold(!error.problems.isEmpty, "a plan that is refused says why")
    for problem in error.problems {
      hold(problem.line > 0 && problem.column > 0, "a problem has a place: \(problem)")
      hold(!problem.remedy.isEmpty, "a problem says what to write: \(problem)")
    }
  }
}
