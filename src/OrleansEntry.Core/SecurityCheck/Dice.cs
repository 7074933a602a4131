using System.Buffers.Binary;
using System.Security.Cryptography;

namespace OrleansEntry.Core.SecurityCheck;

/// <summary>Chance as a value: the same seed throws the same numbers, so that what is drawn with them can be tested.</summary>
/// <remarks>A stream of SHA-256 blocks over seed and block number; as hard to foresee as its seed. For one thread.</remarks>
public sealed class Dice
{
    /// <summary>Size of a seed, in bytes.</summary>
    public const int SeedSize = 32;

    private readonly byte[] _seedAndBlock = new byte[SeedSize + sizeof(int)];
    private readonly byte[] _stream = new byte[SHA256.HashSizeInBytes];
    private int _used = SHA256.HashSizeInBytes;
    private int _block;

    /// <summary>Dice with this seed.</summary>
    /// <param name="seed"><see cref="SeedSize"/> bytes; secret and random where the throws must not be foreseen.</param>
    /// <exception cref="ArgumentException">The seed has another size.</exception>
    public Dice(ReadOnlySpan<byte> seed)
    {
        if (seed.Length != SeedSize) throw new ArgumentException($"A seed has {SeedSize} bytes.", nameof(seed));
        seed.CopyTo(_seedAndBlock);
    }

    /// <summary>A whole number, each as likely as the other.</summary>
    /// <param name="min">The smallest.</param>
    /// <param name="max">The largest, included; at least <paramref name="min"/>.</param>
    public int Between(int min, int max)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, min);
        var count = (ulong)((long)max - min + 1);

        // Throws from the uneven end of the range are thrown again.
        var even = (1UL << 32) / count * count;
        ulong thrown;
        do thrown = NextUInt32(); while (thrown >= even);
        return (int)(min + (long)(thrown % count));
    }

    /// <summary>A number from <paramref name="min"/> up to, but not including, <paramref name="max"/>.</summary>
    /// <param name="min">The smallest.</param>
    /// <param name="max">The bound.</param>
    public float Within(float min, float max) => min + (NextUInt32() >> 8) * (1f / (1 << 24)) * (max - min);

    private uint NextUInt32()
    {
        if (_used == _stream.Length)
        {
            BinaryPrimitives.WriteInt32BigEndian(_seedAndBlock.AsSpan(SeedSize), _block++);
            SHA256.HashData(_seedAndBlock, _stream);
            _used = 0;
        }
        _used += sizeof(uint);
        return BinaryPrimitives.ReadUInt32BigEndian(_stream.AsSpan(_used - sizeof(uint)));
    }
}
