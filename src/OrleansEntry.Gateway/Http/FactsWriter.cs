using System.Buffers.Binary;

namespace OrleansEntry.Gateway.Http;

/// <summary>Writes the fixed-size facts of a sealed id, one after the other.</summary>
internal ref struct FactsWriter(Span<byte> target)
{
    private Span<byte> _rest = target;

    /// <summary>Writes a name of hex characters as bytes.</summary>
    public void Hex(string name)
    {
        Convert.FromHexString(name, _rest, out _, out var written);
        _rest = _rest[written..];
    }

    /// <summary>Writes one bit as a byte.</summary>
    public void Flag(bool value)
    {
        _rest[0] = value ? (byte)1 : (byte)0;
        _rest = _rest[1..];
    }

    /// <summary>Writes a small number.</summary>
    public void Byte(byte value)
    {
        _rest[0] = value;
        _rest = _rest[1..];
    }

    /// <summary>Writes an instant, exact to a millisecond.</summary>
    public void Instant(DateTimeOffset at)
    {
        BinaryPrimitives.WriteInt64BigEndian(_rest, at.ToUnixTimeMilliseconds());
        _rest = _rest[sizeof(long)..];
    }

    /// <summary>Writes a client's binding.</summary>
    public void Client(ClientBinding binding)
    {
        Hex(binding.Device);
        Hex(binding.NetworkAndAgent);
        Flag(binding.ShowedDevice);
    }
}

/// <summary>Reads them again, in the same order.</summary>
internal ref struct FactsReader(ReadOnlySpan<byte> source)
{
    private ReadOnlySpan<byte> _rest = source;

    /// <summary>Reads a name of hex characters.</summary>
    /// <param name="bytes">Half its length.</param>
    public string Hex(int bytes)
    {
        var name = Convert.ToHexStringLower(_rest[..bytes]);
        _rest = _rest[bytes..];
        return name;
    }

    /// <summary>Reads one bit.</summary>
    public bool Flag()
    {
        var value = _rest[0] != 0;
        _rest = _rest[1..];
        return value;
    }

    /// <summary>Reads a small number.</summary>
    public byte Byte()
    {
        var value = _rest[0];
        _rest = _rest[1..];
        return value;
    }

    /// <summary>Reads an instant.</summary>
    public DateTimeOffset Instant()
    {
        var at = DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(_rest));
        _rest = _rest[sizeof(long)..];
        return at;
    }

    /// <summary>Reads a client's binding.</summary>
    public ClientBinding Client() => new(Hex(16), Hex(16), Flag());
}
