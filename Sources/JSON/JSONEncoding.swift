extension JSON {
    /// The JSON form of an `Encodable` value. Members that are nil are left out, as the synthesised encoders do.
    package init(encoding value: some Encodable) throws {
        let sink = JSONSink()
        try sink.encode(value, at: [])
        self = sink.result
    }
}

/// Where a value under construction is kept until its parent asks for it.
private final class JSONSink {
    private enum Content {
        case value(JSON)
        case object([String: JSONSink])
        case array([JSONSink])
    }
    private var content = Content.value(.null)

    var result: JSON {
        switch content {
        case .value(let value): value
        case .object(let members): .object(members.mapValues(\.result))
        case .array(let elements): .array(elements.map(\.result))
        }
    }

    var count: Int {
        guard case .array(let elements) = content else { return 0 }
        return elements.count
    }

    func set(_ value: JSON) { content = .value(value) }

    func becomeObject() {
        if case .object = content { return }
        content = .object([:])
    }

    func becomeArray() {
        if case .array = content { return }
        content = .array([])
    }

    func member(_ key: String) -> JSONSink {
        guard case .object(var members) = content else { return JSONSink() }
        let sink = members[key] ?? JSONSink()
        members[key] = sink
        content = .object(members)
        return sink
    }

    func element() -> JSONSink {
        guard case .array(var elements) = content else { return JSONSink() }
        let sink = JSONSink()
        elements.append(sink)
        content = .array(elements)
        return sink
    }

    func encode(_ value: some Encodable, at codingPath: [any CodingKey]) throws {
        if let json = value as? JSON {
            set(json)
        } else {
            try value.encode(to: JSONValueEncoder(sink: self, codingPath: codingPath))
        }
    }
}

private struct JSONValueEncoder: Encoder, SingleValueEncodingContainer {
    let sink: JSONSink
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        sink.becomeObject()
        return KeyedEncodingContainer(KeyedContainer(sink: sink, codingPath: codingPath))
    }
    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        sink.becomeArray()
        return UnkeyedContainer(sink: sink, codingPath: codingPath)
    }
    func singleValueContainer() -> any SingleValueEncodingContainer { self }

    func encodeNil() { sink.set(.null) }
    func encode(_ value: Bool) { sink.set(.bool(value)) }
    func encode(_ value: String) { sink.set(.string(value)) }
    func encode(_ value: Double) { sink.set(.double(value)) }
    func encode(_ value: Float) { sink.set(.double(Double(value))) }
    func encode(_ value: Int) { sink.set(.int(Int64(value))) }
    func encode(_ value: Int8) { sink.set(.int(Int64(value))) }
    func encode(_ value: Int16) { sink.set(.int(Int64(value))) }
    func encode(_ value: Int32) { sink.set(.int(Int64(value))) }
    func encode(_ value: Int64) { sink.set(.int(value)) }
    func encode(_ value: UInt) { encode(UInt64(value)) }
    func encode(_ value: UInt8) { sink.set(.int(Int64(value))) }
    func encode(_ value: UInt16) { sink.set(.int(Int64(value))) }
    func encode(_ value: UInt32) { sink.set(.int(Int64(value))) }
    func encode(_ value: UInt64) { sink.set(Int64(exactly: value).map(JSON.int) ?? .double(Double(value))) }
    func encode(_ value: some Encodable) throws { try sink.encode(value, at: codingPath) }

    private struct KeyedContainer<Key: CodingKey>: KeyedEncodingContainerProtocol {
        let sink: JSONSink
        let codingPath: [any CodingKey]

        func encodeNil(forKey key: Key) { sink.member(key.stringValue).set(.null) }
        func encode(_ value: some Encodable, forKey key: Key) throws {
            try sink.member(key.stringValue).encode(value, at: codingPath + [key])
        }
        func nestedContainer<Nested: CodingKey>(
            keyedBy keyType: Nested.Type, forKey key: Key
        ) -> KeyedEncodingContainer<Nested> { encoder(key).container(keyedBy: keyType) }
        func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
            encoder(key).unkeyedContainer()
        }
        func superEncoder() -> any Encoder { JSONValueEncoder(sink: sink.member("super"), codingPath: codingPath) }
        func superEncoder(forKey key: Key) -> any Encoder { encoder(key) }

        private func encoder(_ key: Key) -> JSONValueEncoder {
            JSONValueEncoder(sink: sink.member(key.stringValue), codingPath: codingPath + [key])
        }
    }

    private struct UnkeyedContainer: UnkeyedEncodingContainer {
        let sink: JSONSink
        let codingPath: [any CodingKey]
        var count: Int { sink.count }

        func encodeNil() { sink.element().set(.null) }
        func encode(_ value: some Encodable) throws {
            let path = codingPath + [ElementIndex(count)]
            try sink.element().encode(value, at: path)
        }
        func nestedContainer<Nested: CodingKey>(keyedBy keyType: Nested.Type) -> KeyedEncodingContainer<Nested> {
            encoder().container(keyedBy: keyType)
        }
        func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { encoder().unkeyedContainer() }
        func superEncoder() -> any Encoder { encoder() }

        private func encoder() -> JSONValueEncoder {
            let path = codingPath + [ElementIndex(count)]
            return JSONValueEncoder(sink: sink.element(), codingPath: path)
        }
    }
}
