extension SourceDefinition {
  /// This source, with all keys that it leaves out taken from its preset.
  ///
  /// A key of this source replaces the preset's key completely: `rows` replaces all rows.
  public func filled(from preset: SourceDefinition) -> SourceDefinition {
    var filled = preset
    filled.name = name
    filled.preset = self.preset
    filled.said = said
    func take<Value>(_ key: String, _ field: WritableKeyPath<SourceDefinition, Value>) {
      if said.contains(key) { filled[keyPath: field] = self[keyPath: field] }
    }
    take("about", \.about)
    take("format", \.format)
    take("delimiter", \.delimiter)
    take("skip", \.skip)
    take("header-has", \.headerHas)
    take("header", \.header)
    take("columns", \.columns)
    take("leave-out", \.leaveOut)
    take("nothing", \.nothing)
    take("decimal", \.decimal)
    take("dates", \.dates)
    take("zone", \.zone)
    take("rows", \.rows)
    return filled
  }
}
