import CYAML

/// One step of reading a YAML document.
struct YAMLEvent {
    enum Kind {
        case scalar(String, isPlain: Bool)
        case alias(String)
        case sequenceStart, sequenceEnd, mappingStart, mappingEnd
        case documentStart, streamEnd
        /// What needs no attention: the stream's start and a document's end.
        case other
    }

    let kind: Kind
    let position: SourcePosition
    var anchor: String?
    var tag: String?
}

/// libyaml's event parser over bytes in memory.
final class YAMLEventReader {
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let file: SourceFile

    private init(_ parser: UnsafeMutablePointer<yaml_parser_t>, _ file: SourceFile) {
        self.parser = parser
        self.file = file
    }

    /// - Parameter bytes: UTF-8.
    static func read<Result>(
        _ bytes: [UInt8], of file: SourceFile, _ body: (YAMLEventReader) throws(ComposeMistake) -> Result
    ) throws(ComposeMistake) -> Result {
        let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
        defer { parser.deallocate() }
        guard yaml_parser_initialize(parser) == 1 else {
            throw .init(at: SourcePosition(file: file, line: 1, column: 1), "there is no memory to read it")
        }
        defer { yaml_parser_delete(parser) }
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        return try bytes.withUnsafeBufferPointer { (buffer) throws(ComposeMistake) in
            yaml_parser_set_input_string(parser, buffer.baseAddress, buffer.count)
            return try body(YAMLEventReader(parser, file))
        }
    }

    /// After an error, and after `streamEnd`, it must not be called again.
    func next() throws(ComposeMistake) -> YAMLEvent {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else { throw mistake() }
        defer { yaml_event_delete(&event) }
        let position = position(event.start_mark)
        switch event.type {
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            let text = String(
                decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
            // Without a tag plain_implicit is set; with `!` only quoted_implicit is.
            return YAMLEvent(
                kind: .scalar(text, isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE), position: position,
                anchor: Self.text(scalar.anchor), tag: Self.text(scalar.tag))
        case YAML_ALIAS_EVENT:
            return YAMLEvent(kind: .alias(Self.text(event.data.alias.anchor) ?? ""), position: position)
        case YAML_SEQUENCE_START_EVENT:
            let start = event.data.sequence_start
            return YAMLEvent(
                kind: .sequenceStart, position: position, anchor: Self.text(start.anchor), tag: Self.text(start.tag))
        case YAML_MAPPING_START_EVENT:
            let start = event.data.mapping_start
            return YAMLEvent(
                kind: .mappingStart, position: position, anchor: Self.text(start.anchor), tag: Self.text(start.tag))
        case YAML_SEQUENCE_END_EVENT: return YAMLEvent(kind: .sequenceEnd, position: position)
        case YAML_MAPPING_END_EVENT: return YAMLEvent(kind: .mappingEnd, position: position)
        case YAML_DOCUMENT_START_EVENT: return YAMLEvent(kind: .documentStart, position: position)
        case YAML_STREAM_END_EVENT: return YAMLEvent(kind: .streamEnd, position: position)
        default: return YAMLEvent(kind: .other, position: position)
        }
    }

    private func position(_ mark: yaml_mark_t) -> SourcePosition {
        SourcePosition(file: file, line: Int(clamping: mark.line) + 1, column: Int(clamping: mark.column) + 1)
    }

    private func mistake() -> ComposeMistake {
        let state = parser.pointee
        let problem = state.problem.map { String(cString: $0) } ?? "it cannot be read"
        if state.error == YAML_READER_ERROR {
            // The reader works ahead in blocks; the mark is that of the last token.
            return .init(at: position(state.mark), "not YAML: \(problem) (U+\(String(state.problem_value, radix: 16)))")
        }
        let context = state.context.map { " \(String(cString: $0))" } ?? ""
        var text = "not YAML: \(problem)\(context)"
        if state.context != nil, state.context_mark.line != state.problem_mark.line {
            text += " that begins in line \(state.context_mark.line + 1)"
        }
        if problem.contains("cannot start any token") { text += " (tabs cannot indent; quote text that begins so)" }
        return .init(at: position(state.problem_mark), text)
    }

    private static func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        pointer.map { String(cString: $0) }
    }
}
