import Foundation

/// What libFuzzer calls with each input. One program holds all targets; `FUZZ_TARGET` says which it is.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  target(Array(UnsafeBufferPointer(start: start, count: count)))
  return 0
}

/// Takes one input, and ends the program where something does not hold.
typealias FuzzTarget = @Sendable ([UInt8]) -> Void

private let targets: [String: FuzzTarget] = [
  "facts": fuzzFacts, "intake": fuzzIntake, "forms": fuzzForms, "markdown": fuzzMarkdown,
  "plan": fuzzPlan,
]

private let target: FuzzTarget = {
  let name = ProcessInfo.processInfo.environment["FUZZ_TARGET"] ?? ""
  guard let target = targets[name] else {
    broken("FUZZ_TARGET is one of \(targets.keys.sorted().joined(separator: ", "))")
  }
  return target
}()

/// Says what does not hold, and ends the program; libFuzzer then keeps the input.
func broken(_ sentence: String) -> Never {
  FileHandle.standardError.write(Data("does not hold: \(sentence)\n".utf8))
  abort()
}

func hold(_ condition: Bool, _ sentence: @autoclosure () -> String) {
  if !condition { broken(sentence()) }
}
