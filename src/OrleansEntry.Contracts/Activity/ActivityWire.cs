using System.Collections.Immutable;

namespace OrleansEntry.Contracts.Activity;

/// <summary>One entry of the activity log, as it is stored, shown and exported.</summary>
[GenerateSerializer, Immutable, Alias("entry.ActivityItem")]
public sealed record ActivityItem
{
    /// <summary>Its place in the log: 1, 2, 3, … without a gap.</summary>
    [Id(0)] public required long Sequence { get; init; }

    /// <summary>When, exact to a millisecond.</summary>
    [Id(1)] public required DateTimeOffset At { get; init; }

    /// <summary>What, for example <c>entry.admitted</c>. The kinds are listed in Core's <c>ActivityKind</c>.</summary>
    [Id(2)] public required string Kind { get; init; }

    /// <summary>Why, where the kind alone does not say it, for example <c>wrong</c>.</summary>
    [Id(3)] public string? Reason { get; init; }

    /// <summary>The network it came from.</summary>
    [Id(4)] public required string Network { get; init; }

    /// <summary>What the client said it is.</summary>
    [Id(5)] public required string Agent { get; init; }

    /// <summary>Whether the device was known to the account.</summary>
    [Id(6)] public required bool KnownDevice { get; init; }

    /// <summary>The session it belongs to, where there is one.</summary>
    [Id(7)] public string? SessionId { get; init; }

    /// <summary>A fact that belongs to the kind, for example the methods of an entry.</summary>
    [Id(8)] public string? Detail { get; init; }

    /// <summary>SHA-256 over this entry and the hash before it, 64 lower-case hex characters.</summary>
    [Id(9)] public required string Hash { get; init; }
}

/// <summary>The newest entry's place and hash.</summary>
[GenerateSerializer, Immutable, Alias("entry.ActivityHead")]
public sealed record ActivityHead
{
    /// <summary>The newest sequence; 0 when the log is empty.</summary>
    [Id(0)] public required long Sequence { get; init; }

    /// <summary>Its hash.</summary>
    [Id(1)] public required string Hash { get; init; }
}

/// <summary>One page of the log.</summary>
[GenerateSerializer, Immutable, Alias("entry.ActivityPage")]
public sealed record ActivityPage
{
    /// <summary>The entries.</summary>
    [Id(0)] public required ImmutableArray<ActivityItem> Items { get; init; }

    /// <summary>What to pass as <c>before</c> (or, in an export, <c>from</c>) for the next page;
    /// <see langword="null"/> at the end.</summary>
    [Id(1)] public long? Next { get; init; }
}

/// <summary>The log of one account. Key: the account's id.</summary>
[Alias("entry.IActivityGrain")]
public interface IActivityGrain : IGrainWithStringKey
{
    /// <summary>Appends what the account owes. Safe to repeat: the log keeps one entry per sequence.</summary>
    [Alias("Append")]
    Task Append(ImmutableArray<ActivityItem> items, CancellationToken cancellationToken = default);

    /// <summary>A page, newest first.</summary>
    /// <param name="before">Only smaller sequences; <see cref="long.MaxValue"/> for the newest page.</param>
    /// <param name="limit">1 to 200.</param>
    /// <param name="kinds">Only these kinds; empty for all; at most 16.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    [Alias("Read")]
    Task<ActivityPage> Read(long before, int limit, ImmutableArray<string> kinds, CancellationToken cancellationToken = default);

    /// <summary>A page, oldest first, for exports.</summary>
    /// <param name="from">The first sequence.</param>
    /// <param name="limit">1 to 1,000.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    [Alias("Export")]
    Task<ActivityPage> Export(long from, int limit, CancellationToken cancellationToken = default);
}
