using System.Collections.Immutable;
using OrleansEntry.Contracts.Devices;
using OrleansEntry.Contracts.Holds;
using OrleansEntry.Contracts.SecondFactor;
using OrleansEntry.Contracts.Sessions;

namespace OrleansEntry.Contracts.Export;

/// <summary>What is stored of a person in their account, without anything secret.</summary>
[GenerateSerializer, Immutable, Alias("entry.AccountExport")]
public sealed record AccountExport
{
    /// <summary>The identifier, whole.</summary>
    [Id(0)] public required string Identifier { get; init; }

    /// <summary>When it was opened.</summary>
    [Id(1)] public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>When somebody last entered.</summary>
    [Id(2)] public DateTimeOffset? LastAdmittedAt { get; init; }

    /// <summary>Further addresses of its mails, whole.</summary>
    [Id(3)] public required ImmutableArray<ExportedAddress> AlertAddresses { get; init; }

    /// <summary>Since when it has a safety phrase.</summary>
    [Id(4)] public DateTimeOffset? SafetyPhraseSince { get; init; }

    /// <summary>The sessions that live.</summary>
    [Id(5)] public required ImmutableArray<SessionView> Sessions { get; init; }

    /// <summary>The devices.</summary>
    [Id(6)] public required DevicesView Devices { get; init; }

    /// <summary>The second factors.</summary>
    [Id(7)] public required SecondFactorsView SecondFactors { get; init; }

    /// <summary>Since when it has a trading passcode.</summary>
    [Id(8)] public DateTimeOffset? TradingPasscodeSince { get; init; }

    /// <summary>The holds that run.</summary>
    [Id(9)] public required HoldsView Holds { get; init; }

    /// <summary>The approvals it remembers.</summary>
    [Id(10)] public required ImmutableArray<ExportedApproval> Approvals { get; init; }

    /// <summary>Until when its settings are locked.</summary>
    [Id(11)] public DateTimeOffset? SettingsLockedUntil { get; init; }

    /// <summary>How many networks it remembers, by names that can not be turned back.</summary>
    [Id(12)] public required int Networks { get; init; }

    /// <summary>When the second factor is to be removed, where its loss was claimed.</summary>
    [Id(13)] public DateTimeOffset? FactorRemovalAt { get; init; }

    /// <summary>The identifier before, whole, while it can take a change back.</summary>
    [Id(14)] public string? FormerIdentifier { get; init; }

    /// <summary>When the account will be closed, where its owner asked for that.</summary>
    [Id(15)] public DateTimeOffset? ClosesAt { get; init; }

    /// <summary>Never prints what is in it.</summary>
    public override string ToString() => nameof(AccountExport);
}

/// <summary>A further address.</summary>
[GenerateSerializer, Immutable, Alias("entry.ExportedAddress")]
public sealed record ExportedAddress
{
    /// <summary>The address.</summary>
    [Id(0)] public required string Address { get; init; }

    /// <summary>Since when.</summary>
    [Id(1)] public required DateTimeOffset Since { get; init; }

    /// <summary>Never prints the address.</summary>
    public override string ToString() => nameof(ExportedAddress);
}

/// <summary>An approval, without its secret and details, which are kept as hashes alone.</summary>
[GenerateSerializer, Immutable, Alias("entry.ExportedApproval")]
public sealed record ExportedApproval
{
    /// <summary>What kind of operation.</summary>
    [Id(0)] public required string Operation { get; init; }

    /// <summary>What was proved.</summary>
    [Id(1)] public required ImmutableArray<string> Methods { get; init; }

    /// <summary>When it was given.</summary>
    [Id(2)] public required DateTimeOffset ApprovedAt { get; init; }

    /// <summary>Its end.</summary>
    [Id(3)] public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was redeemed.</summary>
    [Id(4)] public DateTimeOffset? RedeemedAt { get; init; }
}
