using System.Text.RegularExpressions;
using OrleansEntry.Tests;

namespace OrleansEntry.Benchmarks.Load;

/// <summary>What one entry makes a silo write to Azure Tables, told by the storage itself: one silo, and an Azurite that tells of each
/// request.</summary>
internal sealed partial class ClusterWrites
{
    private const int People = 10;

    // The log is handed on a second after the write that it rode in.
    private static readonly TimeSpan HandedOnAfter = TimeSpan.FromSeconds(2.5);
    private static readonly TimeSpan ToldWithin = TimeSpan.FromMilliseconds(300);

    private readonly Series _first = new();
    private readonly Series _again = new();
    private readonly Series _appends = new();

    /// <summary>Lets everybody enter twice, one after the other.</summary>
    public async Task Measure(string folder)
    {
        await using var storage = await Azurite.Start(inMemory: true, tells: true);
        var settings = LocalCluster.Settings(folder, storage);
        await using var server = await InnerServer.Start(LocalCluster.Environment, settings);
        var people = await new Seed(server.Services).Alike(People);
        using var entries = await HttpLoad.Connect(server.Address, 1, [.. people.Select(p => p.WholeEntry())], 200);
        foreach (var states in (Series[])[_first, _again])
        {
            var before = Count(storage);
            await entries.Through();
            await Task.Delay(ToldWithin, TimeProvider.System);
            var answered = Count(storage);
            await Task.Delay(HandedOnAfter, TimeProvider.System);
            states.Add((answered.States - before.States) / (double)People);
            _appends.Add((Count(storage).Appends - before.Appends) / (double)People);
        }
    }

    /// <summary>Says it.</summary>
    public void Tell(Table table)
    {
        table.Add("an entry with passcode: writes of grain state waited for", _first, "0.##");
        table.Add("  while the account is on its ledger", _again, "0.##");
        table.Add("  activity-log transactions, deferred", _appends, "0.##");
    }

    private static (int States, int Appends) Count(Azurite storage)
    {
        var lines = storage.Output.ToArray();
        return (lines.Count(line => State().IsMatch(line)), lines.Count(line => Append().IsMatch(line)));
    }

    [GeneratedRegex("\"(PUT|POST|MERGE|PATCH) /[^ ]*OrleansGrainState")]
    private static partial Regex State();

    [GeneratedRegex("\"(PUT|POST|MERGE|PATCH) /[^ ]*(OrleansEntryJournal|\\$batch)")]
    private static partial Regex Append();
}
