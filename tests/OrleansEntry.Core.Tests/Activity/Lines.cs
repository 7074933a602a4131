using System.Text.Json;
using OrleansEntry.Core.Activity;

namespace OrleansEntry.Core.Tests.Activity;

/// <summary>A log as it is exported.</summary>
internal static class Lines
{
    public static string[] Export(IReadOnlyList<ActivityEntry> entries) =>
        [.. entries.Select(Write),
            Head(entries.Count == 0 ? 0 : entries[^1].Sequence, entries.Count == 0 ? ActivityChain.Genesis : entries[^1].Hash)];

    public static string Head(long sequence, string hash) => JsonSerializer.Serialize(new { head = new { sequence, hash } });

    public static string Write(ActivityEntry e) => JsonSerializer.Serialize(new
    {
        sequence = e.Sequence, at = e.At.UtcDateTime, kind = e.Kind, reason = e.Reason, network = e.Network, device = e.Agent,
        knownDevice = e.KnownDevice,
        sessionId = e.SessionId, detail = e.Detail, hash = e.Hash,
    });
}
