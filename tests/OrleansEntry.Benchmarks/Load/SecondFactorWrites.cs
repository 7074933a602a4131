using System.Net.Http.Json;
using System.Text.Json;
using OrleansEntry.Storage.Embedded;
using OtpNet;

namespace OrleansEntry.Benchmarks.Load;

/// <summary>What one entry with a second factor makes the store write, told by the store itself.</summary>
internal sealed class SecondFactorWrites
{
    // The log is handed on a second after the write that it rode in.
    private static readonly TimeSpan HandedOnAfter = TimeSpan.FromSeconds(2.5);

    /// <summary>Grain states written before the entry was answered.</summary>
    public Series WaitedFor { get; } = new();

    /// <summary>Grain states written afterwards.</summary>
    public Series WrittenLater { get; } = new();

    /// <summary>Appends to the activity log, which nobody waits for.</summary>
    public Series Appends { get; } = new();

    /// <summary>Entries in those.</summary>
    public Series EntriesAppended { get; } = new();

    /// <summary>Lets everybody enter, one after the other, and asks the store what it wrote.</summary>
    public async Task Measure(InnerServer server, IReadOnlyList<Person> people)
    {
        var before = server.Counters;
        foreach (var person in people) await Enter(server.Address, person);
        var answered = server.Counters;
        await Task.Delay(HandedOnAfter, TimeProvider.System);
        var settled = server.Counters;

        WaitedFor.Add((answered.GrainWrites - before.GrainWrites) / (double)people.Count);
        WrittenLater.Add((settled.GrainWrites - answered.GrainWrites) / (double)people.Count);
        Appends.Add((settled.JournalAppends - before.JournalAppends) / (double)people.Count);
        EntriesAppended.Add((settled.EntriesAppended - before.EntriesAppended) / (double)people.Count);
    }

    private static async Task Enter(Uri server, Person person)
    {
        using var http = new HttpClient { BaseAddress = server };
        http.DefaultRequestHeaders.Add("Entry-Device", person.Device);
        http.DefaultRequestHeaders.Add("X-Forwarded-For", person.Network);

        var begun = await Post(http, "v1/entries", new { identifier = person.Identifier, passcode = Person.Passcode });
        var code = new Totp(person.TotpSecret).ComputeTotp(TimeProvider.System.GetUtcNow().UtcDateTime);
        var done = await Post(http, $"v1/entries/{begun.GetProperty("entryId").GetString()}/second-factor", new { method = "totp", code });
        if (done.GetProperty("next").GetString() != "done") throw new InvalidOperationException($"The entry is not done: {done}");
    }

    private static async Task<JsonElement> Post(HttpClient http, string path, object body)
    {
        using var answer = await http.PostAsJsonAsync(new Uri(path, UriKind.Relative), body);
        var json = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return answer.IsSuccessStatusCode ? json : throw new InvalidOperationException($"{path} was refused: {json}");
    }
}
