using System.Collections.Immutable;

namespace OrleansEntry.Core.Clients;

/// <summary>How a client's version stands.</summary>
public enum ClientStanding
{
    /// <summary>As new as advised, or of a client that is not listed, or does not say what it is.</summary>
    Current,

    /// <summary>Older than advised: it is told so.</summary>
    Old,

    /// <summary>Older than the minimum: it is refused.</summary>
    TooOld,
}

/// <summary>What operators say to the people who use a client.</summary>
/// <param name="Message">A sentence; <see langword="null"/> for none.</param>
/// <param name="UpdateAt">Where to update; <see langword="null"/> where that goes without saying.</param>
public sealed record ClientWords(string? Message = null, Uri? UpdateAt = null);

/// <summary>Which versions of clients are advised, and which are needed. A client that is not listed, or does not say what it is, is not
/// old.</summary>
/// <param name="Advised">By name, the oldest version that is not old.</param>
public sealed record ClientAdvice(ImmutableDictionary<string, ClientVersion> Advised)
{
    private static readonly ClientWords Nothing = new();

    /// <summary>Of browsers, by default: each is about two years behind the newest.</summary>
    public static ClientAdvice Standard { get; } = new(new Dictionary<string, ClientVersion>
    {
        ["chrome"] = new(131), ["edge"] = new(131), ["firefox"] = new(128), ["safari"] = new(18),
    }.ToImmutableDictionary());

    /// <summary>By name, the oldest version that is answered. None by default.</summary>
    public ImmutableDictionary<string, ClientVersion> Minimum { get; init; } = ImmutableDictionary<string, ClientVersion>.Empty;

    /// <summary>By name, what its users are told.</summary>
    public ImmutableDictionary<string, ClientWords> Words { get; init; } = ImmutableDictionary<string, ClientWords>.Empty;

    /// <summary>How a client stands.</summary>
    /// <param name="client">What it says it is.</param>
    public ClientStanding Judge(ClientRelease? client) =>
        client is null ? ClientStanding.Current
        : Minimum.TryGetValue(client.Name, out var minimum) && client.Version.IsBefore(minimum) ? ClientStanding.TooOld
        : Advised.TryGetValue(client.Name, out var advised) && client.Version.IsBefore(advised) ? ClientStanding.Old
        : ClientStanding.Current;

    /// <summary>Whether a client is older than advised.</summary>
    /// <param name="client">What it says it is.</param>
    public bool IsOld(ClientRelease? client) => Judge(client) is not ClientStanding.Current;

    /// <summary>What the users of a client are told.</summary>
    public ClientWords WordsFor(string name) => Words.GetValueOrDefault(name, Nothing);
}
