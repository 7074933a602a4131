using System.Globalization;
using System.Text.Json;

namespace OrleansEntry.Core.Activity;

/// <summary>What a look at an exported log finds. Closed: only the two cases below.</summary>
public abstract record ActivityVerdict
{
    private ActivityVerdict() { }

    /// <summary>Every line is as it was written, in order, to the end.</summary>
    public sealed record Intact(long Count, string HeadHash) : ActivityVerdict;

    /// <summary>The first line that is not.</summary>
    /// <param name="Line">Its number in the file, from 1.</param>
    /// <param name="Sentence">What is wrong with it, for a person.</param>
    public sealed record Broken(int Line, string Sentence) : ActivityVerdict;
}

/// <summary>Checks an exported log (JSON Lines) without any service: a changed, dropped, added or moved line is named.</summary>
public static class ActivityVerifier
{
    /// <summary>Reads the lines and follows the chain.</summary>
    public static ActivityVerdict Verify(IEnumerable<string> lines)
    {
        var (sequence, hash, number, ended) = (0L, ActivityChain.Genesis, 0, false);

        foreach (var line in lines)
        {
            number++;
            if (ended && string.IsNullOrWhiteSpace(line)) continue;
            if (ended) return Broken(number, "stands after the end of the log");

            if (!TryRead(line, out var entry, out var head)) return Broken(number, "is not an entry of an activity log");
            if (head is { } end)
            {
                if (end.Sequence != sequence || end.Hash != hash)
                    return Broken(number,
                        $"says that the log ends with entry {Text(end.Sequence)}, but the entries before it end with {Text(sequence)} or "
                        + "were changed");
                ended = true;
                continue;
            }

            if (entry!.Sequence != sequence + 1)
                return Broken(number,
                    $"is entry {Text(entry.Sequence)} where entry {Text(sequence + 1)} is due: a line was dropped, added or moved");
            if (ActivityChain.Hash(hash, entry) != entry.Hash)
                return Broken(number, $"(entry {Text(entry.Sequence)}) does not fit its hash: it, or an entry before it, was changed");
            (sequence, hash) = (entry.Sequence, entry.Hash);
        }

        return ended
            ? new ActivityVerdict.Intact(sequence, hash)
            : Broken(number + 1, "is missing: the last line with the head of the log is not there, so lines may have been cut off");
    }

    private static ActivityVerdict.Broken Broken(int line, string what) => new(line, $"Line {Text(line)} {what}.");

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static bool TryRead(string line, out ActivityEntry? entry, out (long Sequence, string Hash)? head)
    {
        (entry, head) = (null, null);
        try
        {
            using var json = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = 4, AllowDuplicateProperties = false });
            var root = json.RootElement;
            if (root.TryGetProperty("head", out var end))
                head = root.GetPropertyCount() == 1 && end.GetPropertyCount() == 2
                    ? (end.GetProperty("sequence").GetInt64(), end.GetProperty("hash").GetString() ?? "")
                    : throw new FormatException("unknown member");
            else
                entry = Read(root);
            return true;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return false;
        }
    }

    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "sequence", "at", "kind", "reason", "network", "device", "knownDevice", "sessionId", "detail", "hash",
    };

    private static ActivityEntry Read(JsonElement root)
    {
        // A member that the hash does not cover would be something added to the line.
        foreach (var member in root.EnumerateObject())
            if (!Known.Contains(member.Name)) throw new FormatException("unknown member");

        return new ActivityEntry
        {
            Sequence = root.GetProperty("sequence").GetInt64(),
            At = ReadInstant(root),
            Kind = root.GetProperty("kind").GetString() ?? throw new FormatException("kind"),
            Reason = Optional(root, "reason"),
            Network = root.GetProperty("network").GetString() ?? throw new FormatException("network"),
            Agent = root.GetProperty("device").GetString() ?? throw new FormatException("device"),
            KnownDevice = root.GetProperty("knownDevice").GetBoolean(),
            SessionId = Optional(root, "sessionId"),
            Detail = Optional(root, "detail"),
            Hash = root.GetProperty("hash").GetString() ?? throw new FormatException("hash"),
        };
    }

    private static DateTimeOffset ReadInstant(JsonElement root)
    {
        // The chain covers whole milliseconds: a finer instant in the line would be a change it can not see.
        var at = root.GetProperty("at").GetDateTimeOffset();
        return at.Ticks % TimeSpan.TicksPerMillisecond == 0 && at.Offset == TimeSpan.Zero ? at : throw new FormatException("at");
    }

    private static string? Optional(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value.GetString() : null;
}
