using OrleansEntry.Core.Registration;
using OrleansEntry.Grains.Duty;
using OrleansEntry.Grains.Keys;
using OrleansEntry.Grains.Mail;

namespace OrleansEntry.Grains.Registration;

/// <summary>One of a fixed number of ledgers for identifiers without an account. Key: the ledger's number. Talks to grains only.</summary>
[Alias("entry.IVisitorsGrain")]
internal interface IVisitorsGrain : IGrainWithIntegerKey
{
    /// <summary>When there will be room for another registration of an identifier; <see langword="null"/> when there is room now.</summary>
    [Alias("RoomAt"), Orleans.Concurrency.AlwaysInterleave]
    Task<DateTimeOffset?> RoomAt(string identifierKey);

    /// <summary>Adds a registration; <see langword="null"/> when it was added, otherwise when there will be room.</summary>
    [Alias("Add")]
    Task<DateTimeOffset?> Add(PendingRegistrationRecord registration);

    /// <summary>Until when the registration of this name waits for its code; <see langword="null"/> when there is none.</summary>
    [Alias("WaitsUntil"), Orleans.Concurrency.AlwaysInterleave]
    Task<DateTimeOffset?> WaitsUntil(string nonce, string identifierKey);

    /// <summary>Tries a code; the try is stored before the answer is given.</summary>
    [Alias("Try")]
    Task<CodeTry> Try(string nonce, string identifierKey, byte[] codeHash);

    /// <summary>Forgets the registrations of an identifier that has an account now.</summary>
    [Alias("Settle")]
    Task Settle(string identifierKey);

    /// <summary>The failures at a stand-in.</summary>
    [Alias("Recall"), Orleans.Concurrency.AlwaysInterleave]
    Task<MetersRecord> Recall(string accountId);

    /// <summary>Remembers the failures at a stand-in.</summary>
    [Alias("Remember")]
    Task Remember(string accountId, MetersRecord meters);

    /// <summary>Whether mails are still owed; asking also sets the ledger to handing them over. See
    /// <see cref="IDebtor.StillOwes"/>.</summary>
    [Alias("StillOwes")]
    Task<bool> StillOwes(DateTimeOffset enlistedAt);
}

/// <summary>Stores what the ledger rules decide.</summary>
internal sealed partial class VisitorsGrain(
    [PersistentState("visitors", GrainStorageNames.Entry)] IPersistentState<VisitorsRecord> stored,
    Protector protector, IMailer mailer, MailTexts texts,
    RegistrationPolicy policy, TimeProvider clock, ILogger<VisitorsGrain> log) : Grain, IVisitorsGrain
{
    private Visitors _visitors = Visitors.None;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _visitors = stored.State.ToCore();
        ResumeDelivery();
        return Task.CompletedTask;
    }

    public Task<DateTimeOffset?> RoomAt(string identifierKey)
    {
        var roomAt = _visitors.RoomAt(identifierKey, clock.GetUtcNow(), policy);
        if (roomAt is null) _ = Enlist();
        return Task.FromResult(roomAt);
    }

    public async Task<DateTimeOffset?> Add(PendingRegistrationRecord registration)
    {
        var enlistedAt = await Enlist();
        var (next, roomAt) = _visitors.Add(registration.ToCore(), clock.GetUtcNow(), policy);
        await Write(next);
        if (roomAt is null) _wroteUnder = enlistedAt;
        ResumeDelivery();
        return roomAt;
    }

    public Task<DateTimeOffset?> WaitsUntil(string nonce, string identifierKey) =>
        Task.FromResult(_visitors.Find(nonce, identifierKey, clock.GetUtcNow())?.ExpiresAt);

    public async Task<CodeTry> Try(string nonce, string identifierKey, byte[] codeHash)
    {
        var (next, answer) = _visitors.Try(nonce, identifierKey, codeHash, clock.GetUtcNow());
        await Write(next);
        return answer switch
        {
            CodeAnswer.Right right =>
                new CodeTry { Outcome = CodeOutcome.Right, Registration = PendingRegistrationRecord.From(right.Registration) },
            CodeAnswer.Wrong => new CodeTry { Outcome = CodeOutcome.Wrong },
            _ => new CodeTry { Outcome = CodeOutcome.Gone },
        };
    }

    public Task Settle(string identifierKey) => Write(_visitors.Settle(identifierKey, clock.GetUtcNow()));

    public Task<MetersRecord> Recall(string accountId) => Task.FromResult(MetersRecord.From(_visitors.GuessesAt(accountId)));

    public Task Remember(string accountId, MetersRecord meters) =>
        Write(_visitors.Remember(accountId, meters.ToCore(), clock.GetUtcNow(), policy));

    private async Task Write(Visitors next)
    {
        if (ReferenceEquals(next, _visitors)) return;

        var mailed = _mailed;
        next = next.Mailed(mailed);
        stored.State = VisitorsRecord.From(next);
        try
        {
            await stored.WriteStateAsync(CancellationToken.None);
        }
        catch
        {
            // Memory never runs ahead of storage: the next call reads again.
            _stale = true;
            DeactivateOnIdle();
            throw;
        }

        _visitors = next;
        _mailed = _mailed.Except(mailed);
    }
}
