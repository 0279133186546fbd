internal import Facts
internal import Pay
internal import Planning

extension PayAnswer {
  /// The form of ``json``.
  public static let schema = JSONSchema.answer(
    "pay", ["people": .list(Statement.schema), "total": .amount],
    optional: [
      "reconciliation": .list(
        .object([
          "measure": .words(of: PayPlan.Measure.self), "total": .amount, "credited": .amount,
          "overlays": .amount, "uncredited": .amount,
        ]))
    ])
}

extension Statement {
  /// The form of ``person``.
  static let schema = JSONSchema.named(
    "Statement", about: "One person's pay of one pay period.",
    .object([
      "member": .text, "name": .text, "plan": .text, "period": .text, "first": .day, "last": .day,
      "through": .day, "quota": .nullable(.amount), "quota_why": .nullable(.text),
      "credit": .amount, "attainment": .nullable(.number), "target_pay": .nullable(.amount),
      "earned": .amount, "payout": .amount, "loan_before": .amount, "loan": .amount,
      "lines": .list(Line.schema), "next_unit_pays": .nullable(.amount),
      "to_next_tier": .nullable(.amount), "notes": .list(.text),
    ]))
}

extension Statement.Line {
  static let schema = JSONSchema.named(
    "StatementLine", about: "One line of a statement; lines add up to the payout.",
    .object([
      "line": .integer(least: 1), "rule": .words(of: PayLine.Rule.self), "about": .nullable(.text),
      "fact": .nullable(.text), "deal": .nullable(.text), "day": .day, "credit": .amount,
      "paid_credit": .amount, "tier": .nullable(.text), "rate": .nullable(.text),
      "pay": .amount, "why": .text,
    ]))
}

extension AccrualText {
  /// The form of ``json``.
  public static let schema = JSONSchema.answer(
    "accrual",
    [
      "days": .list(.object(["day": .day, "amount": .amount, "total": .amount])),
      "accrued": .amount,
    ])
}
