using OrleansEntry.Core.Closing;

namespace OrleansEntry.Grains.Closing;

/// <summary>One of a fixed number of ledgers of closed accounts. Key: the ledger's number. Talks to grains only.</summary>
[Alias("entry.IPurgeGrain")]
internal interface IPurgeGrain : IGrainWithIntegerKey
{
    /// <summary>Puts a closed account on the ledger, durably; <see langword="false"/> when that is full. Safe to repeat.</summary>
    [Alias("Add")]
    Task<bool> Add(string accountId, DateTimeOffset keptUntil);

    /// <summary>Deletes what is left of those whose time is over. Safe to repeat, and to be stopped anywhere.</summary>
    [Alias("GoRound")]
    Task GoRound();
}

/// <summary>An account as its purge sees it. Key: the account's id. Talks to grains only.</summary>
[Alias("entry.IClosedAccount")]
internal interface IClosedAccount : IGrainWithStringKey
{
    /// <summary>Deletes the log of a closed account and its record, when their time is over. Nothing happens to an account that is
    /// open.</summary>
    /// <returns>Whether nothing is left to delete.</returns>
    [Alias("Purge")]
    Task<bool> Purge();
}

/// <summary>Keeps one ledger, and goes a round when it is told to: an account is struck out after nothing is left of it.</summary>
internal sealed class PurgeGrain(
    [PersistentState("purge", GrainStorageNames.Entry)] IPersistentState<PurgeRecord> stored,
    TimeProvider clock, ILogger<PurgeGrain> log) : Grain, IPurgeGrain
{
    private PurgeLedger _ledger = PurgeLedger.Empty;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _ledger = stored.State.ToCore();
        return Task.CompletedTask;
    }

    public async Task<bool> Add(string accountId, DateTimeOffset keptUntil)
    {
        if (_ledger.Add(accountId, keptUntil) is not { } next)
        {
            log.Full(this.GetPrimaryKeyLong());
            return false;
        }

        await Write(next);
        return true;
    }

    public async Task GoRound()
    {
        var purged = new List<string>();
        foreach (var account in _ledger.Over(clock.GetUtcNow()))
            if (await IsPurged(account)) purged.Add(account);
        if (purged.Count == 0) return;

        await Write(_ledger.Without(purged));
        log.Purged(purged.Count);
    }

    // Who can not be asked stays on the ledger.
    private async Task<bool> IsPurged(string account)
    {
        try
        {
            return await GrainFactory.GetGrain<IClosedAccount>(account).Purge();
        }
        catch (Exception e)
        {
            log.NotPurged(account, e);
            return false;
        }
    }

    private async Task Write(PurgeLedger next)
    {
        stored.State = PurgeRecord.From(next);
        try
        {
            await stored.WriteStateAsync(CancellationToken.None);
        }
        catch
        {
            // Memory never runs ahead of storage: the next call reads again.
            DeactivateOnIdle();
            throw;
        }

        _ledger = next;
    }
}

/// <summary>The stored shape of a closed account on a ledger.</summary>
[GenerateSerializer, Immutable, Alias("entry.stored.KeptAccount")]
public sealed record KeptAccountRecord
{
    /// <summary>The account.</summary>
    [Id(0)] public required string AccountId { get; init; }

    /// <summary>Until when its log is kept.</summary>
    [Id(1)] public DateTimeOffset Until { get; init; }
}

/// <summary>The stored shape of a ledger of closed accounts.</summary>
[GenerateSerializer, Alias("entry.stored.Purge")]
public sealed class PurgeRecord
{
    /// <summary>The accounts.</summary>
    [Id(0)] public List<KeptAccountRecord> Kept { get; set; } = [];

    internal PurgeLedger ToCore() =>
        new(PurgeLedger.Empty.KeptUntil.AddRange(Kept.Select(e => KeyValuePair.Create(e.AccountId, e.Until))));

    internal static PurgeRecord From(PurgeLedger ledger) => new()
    {
        Kept = [.. ledger.KeptUntil.Select(e => new KeptAccountRecord { AccountId = e.Key, Until = e.Value })],
    };
}

internal static partial class PurgeLog
{
    [LoggerMessage(EventId = 1301, Level = LogLevel.Information, Message = "What was left of {Count} closed account(s) is deleted")]
    public static partial void Purged(this ILogger log, int count);

    [LoggerMessage(EventId = 1302, Level = LogLevel.Warning,
        Message = "What is left of the closed account {Account} could not be deleted; it is tried again")]
    public static partial void NotPurged(this ILogger log, string account, Exception exception);

    [LoggerMessage(EventId = 1303, Level = LogLevel.Error,
        Message = "Ledger {Ledger} of closed accounts is full: those that are closed now wait for room, and nothing of them is deleted")]
    public static partial void Full(this ILogger log, long ledger);
}
