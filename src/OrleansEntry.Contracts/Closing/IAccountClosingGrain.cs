using Orleans.Concurrency;
using OrleansEntry.Contracts.Recovery;
using OrleansEntry.Contracts.Sessions;

namespace OrleansEntry.Contracts.Closing;

/// <summary>The closing of an account. It is the account itself, as <see cref="IAccountGrain"/> is: the same key, the same turns.</summary>
[Alias("entry.IAccountClosingGrain")]
public interface IAccountClosingGrain : IGrainWithStringKey
{
    /// <summary>Where it stands, and how long it takes: <c>Done&lt;ClosingView&gt;</c>.</summary>
    [Alias("ReadClosing"), AlwaysInterleave]
    ValueTask<SessionAnswer> ReadClosing(SessionProof proof);

    /// <summary>Begins the wait. Needs confirmed presence.</summary>
    [Alias("BeginClosing")]
    Task<SessionAnswer> BeginClosing(SessionProof proof, CancellationToken cancellationToken = default);

    /// <summary>Stops it. A session is enough.</summary>
    [Alias("StopClosing")]
    Task<SessionAnswer> StopClosing(SessionProof proof, CancellationToken cancellationToken = default);

    /// <summary>Stops it by the link of one of its mails; <see langword="false"/> when the link is over.</summary>
    [Alias("StopClosingByLink")]
    Task<bool> StopClosingByLink(LinkProof link, Visit visit, CancellationToken cancellationToken = default);
}

/// <summary>Where the closing of an account stands.</summary>
[GenerateSerializer, Immutable, Alias("entry.ClosingView")]
public sealed record ClosingView
{
    /// <summary>The closing that waits; <see langword="null"/> when none does.</summary>
    [Id(0)] public WaitingClosingView? Waiting { get; init; }

    /// <summary>How long one waits.</summary>
    [Id(1)] public required TimeSpan Wait { get; init; }

    /// <summary>How long the log is kept afterwards, without names.</summary>
    [Id(2)] public required TimeSpan Retention { get; init; }
}

/// <summary>A closing that waits.</summary>
[GenerateSerializer, Immutable, Alias("entry.WaitingClosingView")]
public sealed record WaitingClosingView
{
    /// <summary>When it was asked for.</summary>
    [Id(0)] public required DateTimeOffset Since { get; init; }

    /// <summary>When the account is closed, at the earliest.</summary>
    [Id(1)] public required DateTimeOffset EndsAt { get; init; }

    /// <summary>From which network it was asked for.</summary>
    [Id(2)] public required string Network { get; init; }

    /// <summary>By what client.</summary>
    [Id(3)] public required string Agent { get; init; }
}
