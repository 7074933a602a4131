using System.Collections.Immutable;

namespace OrleansEntry.Contracts.Devices;

/// <summary>The devices of an account.</summary>
[GenerateSerializer, Immutable, Alias("entry.DevicesView")]
public sealed record DevicesView
{
    /// <summary>Each of them.</summary>
    [Id(0)] public required ImmutableArray<DeviceView> Devices { get; init; }

    /// <summary>Whether only these may enter.</summary>
    [Id(1)] public required bool ListedOnly { get; init; }

    /// <summary>A new device that waits to be let in.</summary>
    [Id(2)] public AdmissionView? Waiting { get; init; }
}

/// <summary>One device, without anything secret.</summary>
[GenerateSerializer, Immutable, Alias("entry.DeviceView")]
public sealed record DeviceView
{
    /// <summary>Its name in this account: 32 lower-case hex characters.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>What its owner calls it.</summary>
    [Id(1)] public string? Name { get; init; }

    /// <summary>What it said it is.</summary>
    [Id(2)] public required string Agent { get; init; }

    /// <summary>Whether it is a browser; otherwise an app with a key of its own.</summary>
    [Id(3)] public required bool IsBrowser { get; init; }

    /// <summary>When it first entered.</summary>
    [Id(4)] public required DateTimeOffset FirstSeenAt { get; init; }

    /// <summary>When it last entered.</summary>
    [Id(5)] public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>Until when it is trusted; <see langword="null"/> when it is not.</summary>
    [Id(6)] public DateTimeOffset? TrustedUntil { get; init; }

    /// <summary>How many sessions it has.</summary>
    [Id(7)] public required int Sessions { get; init; }

    /// <summary>Whether the session that asks is on it.</summary>
    [Id(8)] public required bool IsOwn { get; init; }
}

/// <summary>A new device that waits.</summary>
[GenerateSerializer, Immutable, Alias("entry.AdmissionView")]
public sealed record AdmissionView
{
    /// <summary>What it said it is.</summary>
    [Id(0)] public required string Agent { get; init; }

    /// <summary>From which network.</summary>
    [Id(1)] public required string Network { get; init; }

    /// <summary>Until when it waits.</summary>
    [Id(2)] public required DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>What to do with a device.</summary>
[GenerateSerializer, Immutable, Alias("entry.DeviceChange")]
public sealed record DeviceChange
{
    /// <summary>Which.</summary>
    [Id(0)] public required string DeviceId { get; init; }

    /// <summary>Its new name, at most 40 characters; empty for none, <see langword="null"/> to leave it.</summary>
    [Id(1)] public string? Name { get; init; }

    /// <summary>Whether to trust it; <see langword="null"/> to leave it.</summary>
    [Id(2)] public bool? Trusted { get; init; }
}
