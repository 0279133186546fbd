public import Facts
public import Ledger

/// Who may do what: users and tokens.
public struct UsersPage: Sendable {
  let users: [UserRecord]
  let invitations: [InvitationRecord]
  let tokens: [TokenRecord]
  let zone: Zone
  let secret: Secret?

  /// A link or a token that was just made, and is shown this once.
  public struct Secret: Sendable, Hashable {
    /// What it is: `The link for mia`.
    public let what: String
    /// The link or the token.
    public let text: String

    /// A secret to be shown once.
    public init(what: String, text: String) {
      self.what = what
      self.text = text
    }
  }

  /// Users who may sign in, invitations that hold, and tokens that hold.
  public init(
    users: [UserRecord], invitations: [InvitationRecord], tokens: [TokenRecord], zone: Zone,
    secret: Secret? = nil
  ) {
    self.users = users
    self.invitations = invitations
    self.tokens = tokens
    self.zone = zone
    self.secret = secret
  }

  /// The page for a reader.
  public func html(_ frame: Frame) -> String {
    frame.page(
      "Users and tokens", .users, live: .still,
      """
      <h1>Who may do what</h1>
      <p class="deck">Users sign in to these pages; tokens are for programs that send facts or read \
      answers. Every change stands in the <a href="/audit">audit trail</a>.</p>
      \(secret.map(shown) ?? .nothing)
      <section><h2>Users</h2>\(userTable(frame.reader))\(frame.reader.map(userForm) ?? .nothing)</section>
      <section><h2>Tokens</h2>\(tokenTable(frame.reader))\(frame.reader.map(tokenForm) ?? .nothing)</section>
      """)
  }

  private func shown(_ secret: Secret) -> HTML {
    """
    <div class="done" role="status"><p>\(secret.what), shown this once:</p>\
    <pre tabindex="0" role="region" aria-label="\(secret.what)">\(secret.text)</pre></div>
    """
  }

  private func userTable(_ reader: Reader?) -> HTML {
    var table = PageTable(
      "Users",
      [
        .words("name"), .words("role"), .words("for", wide: true), .words("since", wide: true),
        .words("revoke").unseen,
      ])
    for user in users {
      table.add([
        "\(user.visitor.name)", "\(user.visitor.role.rawValue)", "\(about(user.visitor))",
        "\(Wording.moment(user.made, zone))",
        revoke(
          reader, "/users/\(Address.encoded(user.visitor.name))/revoke", user.visitor.name),
      ])
    }
    for invitation in invitations {
      let name = invitation.name ?? "whoever has the link"
      table.add([
        "\(name) (invited)", "\(invitation.visitor.role.rawValue)",
        "\(about(invitation.visitor))",
        "the link holds until \(Wording.moment(invitation.expires, zone))",
        invitation.name.map { revoke(reader, "/users/\(Address.encoded($0))/revoke", $0) }
          ?? .nothing,
      ])
    }
    return table.html
  }

  /// The lever and the member that a role is about.
  private func about(_ visitor: Visitor) -> String {
    [visitor.lever?.rawValue, visitor.member?.text].compactMap(\.self).joined(separator: ", ")
  }

  private func revoke(_ reader: Reader?, _ path: String, _ name: String) -> HTML {
    guard let reader, reader.may.contains(.changeAccess) else { return .nothing }
    return """
      <form class="inline" method="post" action="\(path)">\(reader.token)\
      <button class="plain" data-ask="Take away the access of \(name)?">Revoke\
      <span class="unseen"> \(name)</span></button></form>
      """
  }

  private func roleField(_ offered: [Role]) -> HTML {
    let options = offered.map { "<option>\($0.rawValue)</option>" as HTML }
    return "<label>Role<select name=\"role\">\(options)</select></label>"
  }

  private var leverField: HTML {
    let options = Lever.allCases.map { "<option>\($0.rawValue)</option>" as HTML }
    return """
      <label>Lever <small>of a lead</small><select name="lever"><option value="">none</option>\
      \(options)</select></label>
      """
  }

  private func userForm(_ reader: Reader) -> HTML {
    guard reader.may.contains(.changeAccess) else { return .nothing }
    return """
      <h3>Add a user</h3><form method="post" action="/users">\(reader.token)<div class="fields">
      <label>Name<input name="name" required></label>\(roleField(Role.allCases.filter { $0 != .source }))
      \(leverField)<label>Who in the plan <small>of a lead or member</small><input name="member"></label></div>
      <div class="actions"><button>Add, and make a link to sign up</button></div></form>
      """
  }

  private func tokenTable(_ reader: Reader?) -> HTML {
    guard !tokens.isEmpty else {
      return "<p class=\"empty\">No token yet: add one for each program that sends facts.</p>"
    }
    var table = PageTable(
      "Tokens",
      [
        .words("name"), .words("role"), .words("since", wide: true),
        .words("revoke").unseen,
      ])
    for token in tokens {
      table.add([
        "\(token.visitor.name)", "\(token.visitor.role.rawValue)",
        "\(Wording.moment(token.made, zone))",
        revoke(reader, "/tokens/\(token.number)/revoke", token.visitor.name),
      ])
    }
    return table.html
  }

  private func tokenForm(_ reader: Reader) -> HTML {
    guard reader.may.contains(.changeAccess) else { return .nothing }
    return """
      <h3>Add a token</h3><form method="post" action="/tokens">\(reader.token)<div class="fields">
      <label>What it is for<input name="name" required></label>\(roleField(Role.allCases.reversed()))</div>
      <div class="actions"><button>Add</button></div></form>
      """
  }
}

/// The audit trail: every change and who made it.
public struct AuditPage: Sendable {
  let entries: [AuditEntry]
  let zone: Zone

  /// Changes, the newest first.
  public init(entries: [AuditEntry], zone: Zone) {
    self.entries = entries
    self.zone = zone
  }

  /// The page for a reader.
  public func html(_ frame: Frame) -> String {
    var table = PageTable("Changes", [.words("when"), .words("who"), .words("what")])
    for entry in entries {
      table.add(["\(Wording.moment(entry.at, zone))", "\(entry.who)", "\(words(entry))"])
    }
    let list: HTML = entries.isEmpty ? "<p>Nothing has been changed yet.</p>" : table.html
    return frame.page(
      "Audit", .audit, live: .still,
      "<h1>The audit trail</h1><p class=\"deck\">Every change, who made it and when; the newest "
        + "first.</p><div class=\"scroll\" tabindex=\"0\" role=\"region\" "
        + "aria-label=\"Changes\">\(list)</div>")
  }

  private func words(_ entry: AuditEntry) -> String {
    let detail = entry.detail.isEmpty ? "" : " (\(entry.detail))"
    return [entry.what, entry.about].filter { !$0.isEmpty }.joined(separator: ": ") + detail
  }
}
