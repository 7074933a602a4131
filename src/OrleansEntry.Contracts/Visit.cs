using OrleansEntry.Contracts.Idempotency;

namespace OrleansEntry.Contracts;

/// <summary>Where a request comes from, as far as the gateway knows it. It decides lanes and pace,
/// and it is what the activity log shows.</summary>
[GenerateSerializer, Immutable, Alias("entry.Visit")]
public sealed record Visit
{
    /// <summary>The client's network: an IPv4 address or an IPv6 /64, for example <c>203.0.113.7</c> or <c>2001:db8:1:2::/64</c>.</summary>
    [Id(0)] public required string Network { get; init; }

    /// <summary>What the client says it is, shortened to something a person recognises, for example <c>Firefox on Windows</c>.
    /// Never a fact to decide by.</summary>
    [Id(1)] public required string Agent { get; init; }

    /// <summary>The secret of the device cookie or header that came with the request; <see langword="null"/> when there was none.
    /// 32 bytes.</summary>
    [Id(2)] public byte[]? DeviceSecret { get; init; }

    /// <summary>Signs that a client of the kind it claims to be would have sent and did not: 0 to 2. Little is decided by it.</summary>
    [Id(3)] public int MissingSigns { get; init; }

    /// <summary>What a request with an idempotency key is known by; <see langword="null"/> without a key, or when the caller shows no
    /// secret that it could be bound to.</summary>
    [Id(60)] public OnceKey? Once { get; init; }

    /// <summary>The passes of the device cookie, as a browser showed them; <see langword="null"/> when there were none.</summary>
    [Id(4)] public string? DevicePasses { get; init; }

    /// <summary>Whether a browser asks, which keeps a pass that changes with each entry.</summary>
    [Id(5)] public bool KeepsPass { get; init; }

    /// <summary>Whether the client says that it is of a version older than advised. Little is decided by it.</summary>
    [Id(90)] public bool ClientIsOld { get; init; }

    /// <summary>Never prints the device secret.</summary>
    public override string ToString() => $"{Agent} at {Network}";
}
