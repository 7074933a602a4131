using System.Text.Json;

namespace OrleansEntry.Reliability.Tests.Chaos;

/// <summary>Three silos and two gateways, each a process of its own, over Azurite; between each silo and its storage stands a
/// proxy.</summary>
public sealed class Cluster : IAsyncLifetime
{
    /// <summary>The name of the tests that share one cluster, one after another and with the machine for themselves.</summary>
    public const string Collection = "one cluster";

    /// <summary>Attempts that one network has at once; a second comes only after the longest run.</summary>
    internal const int AttemptsOfNetwork = 20;

    private const int SiloCount = 3;
    private const int GatewayCount = 2;

    private readonly TestFolder _folder = new();
    private readonly HashSet<Mail> _mails = [];
    private Azurite _azurite = null!;
    private int _networks;
    private Task<Settler[]>? _settlers;

    internal StorageProxy[] Storages { get; private set; } = [];

    internal Member[] Silos { get; private set; } = [];

    internal Member[] Gateways { get; private set; } = [];

    internal IEnumerable<Member> Members => [.. Silos, .. Gateways];

    /// <summary>People who have lived here since before the first of them was asked for.</summary>
    internal Task<Settler[]> Settlers => _settlers ??= Settler.Arrive(this);

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _azurite = await Azurite.Start();
        var parts = _azurite.ConnectionString.TrimEnd(';').Split(';').Select(part => part.Split('=', 2))
            .ToDictionary(part => part[0], part => part[1]);
        var table = new Uri(parts["TableEndpoint"]);
        Storages = await Task.WhenAll(Enumerable.Range(0, SiloCount).Select(_ => StorageProxy.Start(table)));
        string Through(StorageProxy proxy) =>
            $"DefaultEndpointsProtocol=http;AccountName={parts["AccountName"]};AccountKey={parts["AccountKey"]};"
            + $"TableEndpoint={proxy.Address.ToString().TrimEnd('/')}{table.AbsolutePath};";

        Silos = [.. Storages.Select((proxy, i) => NewMember($"silo {i}", "Silo", Through(proxy)))];
        Gateways = [.. Enumerable.Range(0, GatewayCount).Select(i => NewMember($"gateway {i}", "Gateway", _azurite.ConnectionString))];

        // The first one makes the keys that all share.
        await Silos[0].Start();
        await Task.WhenAll(Members.Skip(1).Select(member => member.Start()));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(Members.Select(member => member.DisposeAsync().AsTask()));
        foreach (var proxy in Storages) await proxy.DisposeAsync();
        await _azurite.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>Nothing disturbs any more, and every place is filled.</summary>
    internal async Task Heal()
    {
        foreach (var proxy in Storages) proxy.Heal();
        await Task.WhenAll(Members.Where(member => !member.IsUp).Select(member => member.Start()));
    }

    /// <summary>A network where nobody was before.</summary>
    internal string NewNetwork()
    {
        var number = Interlocked.Increment(ref _networks);
        return $"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}";
    }

    /// <summary>Every mail there is, and every one that was there when somebody looked: the outbox keeps the newest thousand.</summary>
    internal async Task<Mail[]> Mails()
    {
        using var client = new HttpClient { BaseAddress = Gateways.First(gateway => gateway.IsUp).Address };
        var mails = JsonElement.Parse(await client.GetStringAsync(new Uri("dev/outbox", UriKind.Relative))).EnumerateArray()
            .Select(mail => new Mail(
                mail.GetProperty("at").GetDateTimeOffset(), mail.GetProperty("to").GetString()!, mail.GetProperty("subject").GetString()!,
                mail.GetProperty("text").GetString()!)).ToArray();
        lock (_mails)
        {
            _mails.UnionWith(mails);
            return [.. _mails];
        }
    }

    /// <summary>Runs <c>activity verify</c>.</summary>
    internal async Task<(int Exit, string Said)> Verify(string export)
    {
        var file = Path.Combine(_folder.Path, Path.GetRandomFileName());
        await File.WriteAllTextAsync(file, export);
        await using var command = ServerProcess.Start(_folder.Path, "Development", "activity", "verify", file);
        var exit = await command.Ended();
        return (exit, command.Output + command.Errors);
    }

    private Member NewMember(string name, string role, string connection) => new(name, () => ServerProcess.Start(
        _folder.Path, "Development",
        [
            "--role", role, "--Storage:Path", Path.Combine(_folder.Path, "shared"), "--Storage:Kind", "AzureTables",
            "--Storage:AzureTables:ConnectionString", connection,
            "--NetworkPace:Attempts", $"{AttemptsOfNetwork}", "--NetworkPace:AttemptEvery", "00:10:00",
            .. Entrance.CheapChecks, .. Entrance.BehindProxy, .. TradingService.Settings,
        ]));
}

/// <summary>One mail of the outbox.</summary>
internal sealed record Mail(DateTimeOffset At, string To, string Subject, string Text);

[CollectionDefinition(Cluster.Collection, DisableParallelization = true)]
public sealed class OneCluster : ICollectionFixture<Cluster>;
