using System.Collections.Immutable;
using OrleansEntry.Core.Trading;
using OrleansEntry.Gateway.Services;

namespace OrleansEntry.Gateway.Operators;

/// <summary>The services that operators let in, as they are kept: by name, as in the settings.</summary>
internal static class ServiceBook
{
    private const int Max = 16;
    private static readonly TimeSpan Overlap = TimeSpan.FromDays(7);

    /// <summary>The services of a document.</summary>
    public static ImmutableArray<KnownService> Read(string? document)
    {
        var services = LiveService.Read<Dictionary<string, ServiceCredentialOptions>>(document) ?? [];
        return [.. new GatewayOptions { Services = services }.KnownServices()];
    }

    /// <summary>Changes one.</summary>
    /// <param name="document">What is kept.</param>
    /// <param name="wish">What is wanted.</param>
    /// <param name="all">All services, also those of the settings: a name belongs to one.</param>
    /// <param name="now">When.</param>
    /// <returns>A refusal, or what is kept from now on, and a new secret where there is one.</returns>
    public static (Problem? Problem, string? Document, string? Secret) Change(
        string? document, ServiceWish wish, ImmutableArray<KnownService> all, DateTimeOffset now)
    {
        var kept = Read(document);
        var known = kept.FirstOrDefault(s => s.Name == wish.Name);
        if (wish.Change == "new")
        {
            if (all.Any(s => s.Name == wish.Name) || kept.Length >= Max) return Refuse(Problems.ServiceTaken);

            var first = ServiceSecret.New(wish.Name);
            return KnownService.TryRead(wish.Name, wish.Scopes ?? [], [KeptSecret.Of(first).ToString()], out var added, out var rule)
                ? (null, Write(kept.Add(added)), first.Reveal())
                : (new Problem(Problems.Malformed).Saying($"A service {rule}."), null, null);
        }

        if (known is null) return Refuse(Problems.NotFound);
        if (wish.Change == "remove") return (null, Write(kept.Remove(known)), null);

        var secret = ServiceSecret.New(wish.Name);
        var overlap = wish.OverlapDays is { } days ? TimeSpan.FromDays(days) : Overlap;
        return known.Rotated(KeptSecret.Of(secret), now, overlap) is { } rotated
            ? (null, Write(kept.Replace(known, rotated)), secret.Reveal())
            : Refuse(Problems.RotationRuns);
    }

    private static string? Write(ImmutableArray<KnownService> services) => services.IsEmpty
        ? null
        : LiveService.Write(services.ToDictionary(
            s => s.Name,
            s => new ServiceCredentialOptions { Scopes = [.. s.Scopes], Secrets = [.. s.Secrets.Select(secret => secret.ToString())] }));

    private static (Problem?, string?, string?) Refuse(Refusal refusal) => (new Problem(refusal), null, null);
}
