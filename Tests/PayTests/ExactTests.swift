import Facts
@testable import Pay
import Testing

@Suite struct ExactTests {
  @Test func `fractions add, multiply and compare exactly`() {
    let third = Exact(1, over: 3)
    #expect(third + third + third == .one)
    #expect(third * Exact(3) == .one)
    #expect(third - Exact(2, over: 3) == -third)
    #expect(third / Exact(2) == Exact(1, over: 6))
    #expect(third < Exact(34, over: 100))
    #expect(Exact(-1, over: -3) == third)
  }

  @Test(arguments: [
    (1, 2, 1), (-1, 2, -1), (49, 100, 0), (-149, 100, -1), (5, 2, 3), (0, 7, 0),
  ])
  func `halves are rounded away from zero`(above: Int, below: Int, rounded: Int) {
    #expect(Exact(Int128(above), over: Int128(below)).rounded == Int128(rounded))
  }

  @Test func `what does not fit is too large for good, and never wrong`() {
    let huge = Exact(Int128.max)
    #expect(!(huge + .one).isKnown)
    #expect(!(huge * Exact(2)).isKnown)
    #expect(!(huge * Exact(2) - huge).isKnown)
    #expect((huge * Exact(2)).rounded == nil)
    #expect(!(Exact.one / .zero).isKnown)
    #expect(huge < .tooLarge)
    #expect((huge / Exact(3) < huge / Exact(2)))
  }

  @Test func `decimals come in as written and go out rounded`() {
    #expect(Exact(d("0.125")) == Exact(1, over: 8))
    #expect(Exact(1, over: 3).decimal(places: 4) == "0.3333")
    #expect(Exact(1, over: 2).decimal(places: 4) == "0.5")
    #expect(Exact(3).decimal(places: 4, least: 2) == "3.00")
    #expect(Exact(-2, over: 3).decimal(places: 2) == "-0.67")
  }

  @Test func `shares add up to the sum rounded once`() {
    let cents = Sharing.share([Exact(1, over: 3), Exact(1, over: 3), Exact(1, over: 3)])
    #expect(cents?.parts == [1, 0, 0])
    let mixed = Sharing.share([Exact(5, over: 2), Exact(-1, over: 4), Exact(9, over: 4)])
    #expect(mixed?.sum == 5)
    #expect(mixed?.parts.reduce(0, +) == 5)
    #expect(Sharing.share([Exact.tooLarge]) == nil)
  }

  @Test func `parts without a common denominator that fits are shared all the same`() {
    // Products of the primes near a million pass 128 bits long before there are forty.
    let primes = (1_000_000...1_000_600).filter { number in
      (2...1000).allSatisfy { number % $0 != 0 }
    }
    let parts = primes.map { Exact(Int128($0 / 3), over: Int128($0)) }
    #expect(Sharing.common(parts) == nil)
    let shared = Sharing.share(parts)
    #expect(shared?.sum == Int128((Double(parts.count) / 3).rounded()))
    #expect(shared?.parts.reduce(0, +) == shared?.sum)
    // A sum that is whole is told, and one that is a half is not guessed.
    let whole = parts + parts.map { Exact(1) - $0 }
    #expect(Sharing.share(whole)?.sum == Int128(parts.count))
    #expect(Sharing.share(whole + [Exact(1, over: 2)]) == nil)
  }
}
