using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace OrleansEntry.Core.Trading;

/// <summary>A service as the settings name it. Pure.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="Secrets">What is kept of its secrets.</param>
public sealed record KnownService(string Name, ImmutableSortedSet<string> Scopes, ImmutableArray<KeptSecret> Secrets)
{
    /// <summary>Most secrets of one service: the one that works, and the one before, which ends.</summary>
    public const int MaxSecrets = 2;

    /// <summary>Reads what the settings say of one service.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="scopes">What it may do.</param>
    /// <param name="secrets">Its kept secrets.</param>
    /// <param name="service">The service, when the answer is <see langword="true"/>.</param>
    /// <param name="rule">Otherwise the rule that is broken, as the end of a sentence that begins with the service.</param>
    public static bool TryRead(
        string name, IEnumerable<string> scopes, IEnumerable<string> secrets, [NotNullWhen(true)] out KnownService? service,
        [NotNullWhen(false)] out string? rule)
    {
        service = null;
        var kept = secrets.Select(text => KeptSecret.TryParse(text, out var read) ? read : null).ToArray();
        var may = scopes.ToImmutableSortedSet(StringComparer.Ordinal);
        rule = !ServiceSecret.IsName(name) ? "is named with 1 to 32 of a-z, 0-9 and '-'"
            : may.IsEmpty || !may.All(ServiceScope.All.Contains) ? $"has scopes, of {ServiceScope.Names}"
            : kept.Length is 0 or > MaxSecrets || kept.Contains(null)
                ? "has 1 or 2 secrets: SHA-256 in 64 lower-case hex characters, and ' until 2026-12-31T00:00:00Z' where it ends"
            : kept.Count(secret => secret!.Until is null) > 1 ? "has at most one secret without an end"
            : null;
        if (rule is null) service = new KnownService(name, may, [.. kept.Select(secret => secret!)]);
        return service is not null;
    }

    /// <summary>Whose secret it is; <see langword="null"/> when it is nobody's, or over. Looks at every one, each in constant time, so that
    /// an unknown name takes as long as a known one.</summary>
    public static KnownService? Find(IEnumerable<KnownService> services, ServiceSecret shown, DateTimeOffset now)
    {
        var hash = shown.Hash();
        KnownService? found = null;
        foreach (var service in services)
            foreach (var secret in service.Secrets)
                if (secret.IsOf(hash) & service.Name == shown.Name & secret.Works(now)) found = service;
        return found;
    }

    /// <summary>The service with a new secret; the one that works now goes on for a while. <see langword="null"/> while an earlier change
    /// overlaps: two would have to be told at once.</summary>
    /// <param name="next">The new one.</param>
    /// <param name="now">When.</param>
    /// <param name="overlap">How long both work; zero when the old one leaked.</param>
    public KnownService? Rotated(KeptSecret next, DateTimeOffset now, TimeSpan overlap)
    {
        var working = Secrets.Where(secret => secret.Works(now)).ToArray();
        if (overlap == TimeSpan.Zero) return this with { Secrets = [next] };

        return working.Length >= MaxSecrets ? null : this with { Secrets = [next, .. working.Select(old => old.EndingBy(now + overlap))] };
    }
}
