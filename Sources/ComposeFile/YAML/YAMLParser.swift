import CYAML

/// Reads YAML 1.1/1.2 text with libyaml's event parser and builds the values itself, so that positions are kept and
/// aliases, nesting and size are limited.
struct YAMLParser {
    private let file: SourceFile
    private let events: YAMLEventReader
    private var anchors: [String: (node: YAMLNode, weight: Int)] = [:]
    /// Anchors whose values are being read: an alias of one would contain itself.
    private var open: Set<String> = []

    private init(file: SourceFile, events: YAMLEventReader) {
        self.file = file
        self.events = events
    }

    /// The documents of a file; none for an empty file. Throws ``ComposeMistake`` at the first thing that is not YAML.
    static func documents(
        in bytes: [UInt8], of file: SourceFile
    ) throws(ComposeMistake) -> [YAMLNode] {
        guard bytes.count <= YAMLLimits.fileSize else {
            throw .init(
                at: SourcePosition(file: file, line: 1, column: 1),
                "the file has \(bytes.count) bytes, more than the \(YAMLLimits.fileSize) that a compose file may have")
        }
        try checkText(bytes, of: file)
        return try YAMLEventReader.read(bytes, of: file) { (events) throws(ComposeMistake) in
            var documents: [YAMLNode] = []
            while true {
                let event = try events.next()
                switch event.kind {
                case .documentStart:
                    var parser = YAMLParser(file: file, events: events)
                    documents.append(try parser.value(try events.next(), depth: 0).node)
                case .streamEnd: return documents
                default: continue
                }
            }
        }
    }

    /// libyaml would also read UTF-16, and its words about bad bytes have no line.
    private static func checkText(_ bytes: [UInt8], of file: SourceFile) throws(ComposeMistake) {
        guard String(validating: bytes, as: UTF8.self) == nil else { return }
        var (line, lineStart) = (1, 0)
        for index in bytes.indices where bytes[index] == 0x0A {
            guard String(validating: bytes[lineStart...index], as: UTF8.self) != nil else { break }
            (line, lineStart) = (line + 1, index + 1)
        }
        throw .init(at: SourcePosition(file: file, line: line, column: 1), "the file is not UTF-8: save it as UTF-8")
    }

    /// - Returns: the value and how many values it has in it, itself included.
    private mutating func value(_ event: YAMLEvent, depth: Int) throws(ComposeMistake) -> (node: YAMLNode, weight: Int)
    {
        guard depth <= YAMLLimits.depth else {
            throw .init(at: event.position, "nested deeper than \(YAMLLimits.depth) levels")
        }
        if case .alias(let name) = event.kind { return try aliased(name, at: event.position) }
        if let anchor = event.anchor { open.insert(anchor) }
        var (node, weight): (YAMLNode, Int)
        switch event.kind {
        case .scalar(let text, let isPlain): (node, weight) = (try scalar(text, isPlain, event), 1)
        case .sequenceStart: (node, weight) = try sequence(event, depth: depth)
        case .mappingStart: (node, weight) = try mapping(event, depth: depth)
        case .alias, .sequenceEnd, .mappingEnd, .documentStart, .streamEnd, .other:
            throw .init(at: event.position, "not a value")
        }
        switch event.tag {
        case "!reset": node.merging = .reset
        case "!override": node.merging = .override
        default: break
        }
        if let anchor = event.anchor {
            open.remove(anchor)
            anchors[anchor] = (node, weight)
        }
        return (node, weight)
    }

    private func aliased(_ name: String, at position: SourcePosition) throws(ComposeMistake) -> (YAMLNode, Int) {
        guard let (node, weight) = anchors[name] else {
            throw .init(
                at: position,
                open.contains(name)
                    ? "*\(name) stands inside the value that it names" : "there is no anchor &\(name) before this alias"
            )
        }
        return (node, weight)
    }

    private func scalar(_ text: String, _ isPlain: Bool, _ event: YAMLEvent) throws(ComposeMistake) -> YAMLNode {
        guard !text.utf8.contains(0) else { throw .init(at: event.position, "text with a NUL character") }
        switch event.tag {
        case nil, "!reset", "!override":
            return YAMLNode(.scalar(YAMLScalar(text: text, isPlain: isPlain)), at: event.position)
        case "!", "tag:yaml.org,2002:str":
            return YAMLNode(text: text, at: event.position)
        case "tag:yaml.org,2002:int", "tag:yaml.org,2002:float", "tag:yaml.org,2002:bool", "tag:yaml.org,2002:null":
            return YAMLNode(.scalar(YAMLScalar(text: text, isPlain: true)), at: event.position)
        case let tag?: throw unknown(tag, event)
        }
    }

    private func unknown(_ tag: String, _ event: YAMLEvent) -> ComposeMistake {
        .init(at: event.position, "the tag \(tag) is not known: compose files have !reset and !override")
    }

    private mutating func sequence(_ start: YAMLEvent, depth: Int) throws(ComposeMistake) -> (YAMLNode, Int) {
        if let tag = start.tag, !["!", "!reset", "!override", "tag:yaml.org,2002:seq"].contains(tag) {
            throw unknown(tag, start)
        }
        var elements: [YAMLNode] = []
        var weight = 1
        while true {
            let event = try events.next()
            if case .sequenceEnd = event.kind { break }
            let (node, more) = try value(event, depth: depth + 1)
            elements.append(node)
            weight = try sum(weight, more, at: event.position)
        }
        return (YAMLNode(.sequence(elements), at: start.position), weight)
    }

    private mutating func mapping(_ start: YAMLEvent, depth: Int) throws(ComposeMistake) -> (YAMLNode, Int) {
        if let tag = start.tag, !["!", "!reset", "!override", "tag:yaml.org,2002:map"].contains(tag) {
            throw unknown(tag, start)
        }
        var mapping = YAMLMapping()
        var merged: [YAMLMapping] = []
        var weight = 1
        while true {
            let event = try events.next()
            if case .mappingEnd = event.kind { break }
            let (key, isMergeKey) = try self.key(event, depth: depth + 1)
            let valueEvent = try events.next()
            let (node, more) = try value(valueEvent, depth: depth + 1)
            weight = try sum(weight, more + 1, at: valueEvent.position)
            if isMergeKey {
                merged += try sources(of: node)
                continue
            }
            if let earlier = mapping.member(key) {
                throw .init(
                    at: event.position,
                    "\(quoted(key)) stands twice in one mapping, first in line \(earlier.keyPosition.line)")
            }
            mapping.set(.init(key: key, keyPosition: event.position, value: node))
        }
        // https://yaml.org/type/merge.html: own keys win, then earlier sources.
        for source in merged {
            for member in source.members where mapping[member.key] == nil { mapping.set(member) }
        }
        return (YAMLNode(.mapping(mapping), at: start.position), weight)
    }

    private mutating func key(_ event: YAMLEvent, depth: Int) throws(ComposeMistake) -> (String, isMerge: Bool) {
        let isMerge = if case .scalar("<<", isPlain: true) = event.kind { true } else { false }
        let node = try value(event, depth: depth).node
        guard let scalar = node.scalar, scalar.value != .null else {
            throw .init(at: event.position, "\(node.kind) cannot be the key of a mapping")
        }
        return (scalar.text, isMerge)
    }

    private func sources(of node: YAMLNode) throws(ComposeMistake) -> [YAMLMapping] {
        if let mapping = node.mapping { return [mapping] }
        var sources: [YAMLMapping] = []
        for element in node.sequence ?? [node] {
            guard let mapping = element.mapping else {
                throw .init(at: element.position, "<<: can only merge mappings, not \(element.kind)")
            }
            sources.append(mapping)
        }
        return sources
    }

    private func sum(_ first: Int, _ second: Int, at position: SourcePosition) throws(ComposeMistake) -> Int {
        guard first + second <= YAMLLimits.values else {
            throw .init(
                at: position, "more than \(YAMLLimits.values) values, counting those that aliases stand for")
        }
        return first + second
    }
}
