using System.Text.Json;

namespace OrleansEntry.Reliability.Tests.Journey;

/// <summary>An exported activity log, and what anybody can see in it.</summary>
internal sealed class ActivityLog
{
    private ActivityLog(string export)
    {
        Export = export;
        Lines = export.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var parsed = Lines.Select(line => JsonElement.Parse(line)).ToArray();
        Head = parsed[^1].GetProperty("head");
        Entries = parsed[..^1];
        Assert.Equal(Enumerable.Range(1, Entries.Length), Entries.Select(entry => entry.GetProperty("sequence").GetInt32()));
        Assert.Equal(Entries.Length, Head.GetProperty("sequence").GetInt32());
    }

    /// <summary>The file.</summary>
    public string Export { get; }

    /// <summary>Its lines.</summary>
    public string[] Lines { get; }

    /// <summary>Its last line.</summary>
    public JsonElement Head { get; }

    /// <summary>The entries, oldest first.</summary>
    public JsonElement[] Entries { get; }

    /// <summary>Each entry's kind with its reason and its detail, but for details that nobody can know beforehand.</summary>
    public IEnumerable<string> Kinds => Entries.Select(entry => Describe(entry));

    /// <summary>The export of the log of whoever the client is.</summary>
    public static async Task<ActivityLog> Of(EntryClient client)
    {
        var answer = (await client.Get("v1/activity/export")).Is("200");
        Assert.Equal("application/jsonl", answer.MediaType);
        return new ActivityLog(answer.Text);
    }

    /// <summary>The session ids of all entries of a kind.</summary>
    public string[] SessionsOf(string kind) =>
        [.. Entries.Where(entry => Text(entry, "kind") == kind).Select(entry => Text(entry, "sessionId")!)];

    /// <summary>How many entries there are of a kind.</summary>
    public int Count(string kind) => Entries.Count(entry => Text(entry, "kind") == kind);

    private static string Describe(JsonElement entry)
    {
        var kind = Text(entry, "kind")!;
        return string.Join(' ',
            new[] { kind, Text(entry, "reason"),
                kind is "device.added" or "hold.begun" ? null : Text(entry, "detail") }.Where(part => part is not null));
    }

    private static string? Text(JsonElement entry, string member) =>
        entry.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
