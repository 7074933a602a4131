using System.Collections.Immutable;
using OrleansEntry.Contracts;
using OrleansEntry.Contracts.Activity;
using OrleansEntry.Contracts.Devices;
using OrleansEntry.Contracts.Entry;
using OrleansEntry.Contracts.Idempotency;
using OrleansEntry.Contracts.Recovery;
using OrleansEntry.Contracts.Registration;
using OrleansEntry.Contracts.SecurityCheck;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Contracts.Throttling;
using Slide = OrleansEntry.Core.SecurityCheck.Slide;

namespace OrleansEntry.Gateway.Tests.Hosting;

/// <summary>An account whose answers are written down beforehand, and that remembers what it was told.</summary>
internal sealed class FakeAccount : IAccountGrain
{
    public Queue<EntryReply> EntryReplies { get; } = new();
    public List<object> Told { get; } = [];
    public SessionAnswer Answer { get; set; } = new SessionAnswer.Done();
    public SessionAnswer Settled { get; set; } =
        new SessionAnswer.Done<ActivityHead> { Value = new ActivityHead { Sequence = 3, Hash = "h3" } };
    public SessionReply? Session { get; set; }
    public bool SessionLives { get; set; } = true;
    public Exception? Fault { get; set; }
    public Queue<Exception> Faults { get; } = new();
    public int Commands { get; private set; }

    public Task Open(NewAccount account, CancellationToken cancellationToken = default) => Task.CompletedTask;
    public Task<EntryReply> BeginEntry(EntryBegin begin, CancellationToken cancellationToken = default) => Reply(begin);
    public Task<EntryReply> SubmitPasscode(PasscodeAttempt attempt, CancellationToken cancellationToken = default) => Reply(attempt);
    public Task<EntryReply> SubmitSecondFactor(SecondFactorAttempt attempt, CancellationToken cancellationToken = default) =>
        Reply(attempt);

    public ValueTask<SessionReply?> CheckSession(SessionProof proof)
    {
        Told.Add(proof);
        if (Faults.TryDequeue(out var fault)) throw fault;
        return new(Session is { } s && s.Session.Id == proof.SessionId ? s : null);
    }

    public ValueTask<bool> HasSession(string sessionId) => new(SessionLives);
    public ValueTask<SessionAnswer> ListSessions(SessionProof proof) => new(Say(proof));
    public Task<SessionAnswer> Leave(SessionProof proof, CancellationToken cancellationToken = default) => Task.FromResult(Say(proof));
    public Task<SessionAnswer> EndSession(SessionProof proof, string sessionId, CancellationToken cancellationToken = default) =>
        Task.FromResult(Say(sessionId));
    public Task<SessionAnswer> EndOtherSessions(SessionProof proof, CancellationToken cancellationToken = default) =>
        Task.FromResult(Say(proof));
    public Task<SessionAnswer> Export(SessionProof proof, CancellationToken cancellationToken = default) => Task.FromResult(Say(proof));
    public Task<SessionAnswer> ConfirmPresence(PresenceAttempt attempt, CancellationToken cancellationToken = default) =>
        Task.FromResult(Say(attempt));
    public ValueTask<SessionAnswer> ListSecondFactors(SessionProof proof) => new(Say(proof));
    public Task<SessionAnswer> BeginTotp(SessionProof proof, int stepSeconds, CancellationToken cancellationToken = default) =>
        Task.FromResult(Say(stepSeconds));
    public Task<SessionAnswer> ConfirmTotp(SessionProof proof, string code, CancellationToken cancellationToken = default) =>
        Task.FromResult(Say(code));
    public Task<SessionAnswer> RemoveTotp(SessionProof proof, CancellationToken cancellationToken = default) => Task.FromResult(Say(proof));
    public Task<SessionAnswer> RenewRecoveryCodes(SessionProof proof, CancellationToken cancellationToken = default) =>
        Task.FromResult(Say(proof));
    public Task<SessionAnswer> ChangePasscode(PasscodeChange change, CancellationToken cancellationToken = default) =>
        Task.FromResult(Say(change));
    public ValueTask<SessionAnswer> ListHolds(SessionProof proof) => new(Say(proof));
    public ValueTask<SessionAnswer> ListDevices(SessionProof proof) => new(Say(proof));
    public Task<SessionAnswer> ChangeDevice(SessionProof proof, DeviceChange change, CancellationToken cancellationToken = default) =>
        Task.FromResult(Say(change));
    public Task<SessionAnswer> ForgetDevice(SessionProof proof, string deviceId, CancellationToken cancellationToken = default) =>
        Task.FromResult(Say(deviceId));
    public Task<SessionAnswer> RestrictDevices(SessionProof proof, bool listedOnly, CancellationToken cancellationToken = default) =>
        Task.FromResult(Say(listedOnly));
    public Task<SessionAnswer> AnswerAdmission(SessionProof proof, int? number, CancellationToken cancellationToken = default) =>
        Task.FromResult(Say(number ?? 0));
    public Task<EntryReply> AwaitDevice(EntryBegin waiting, CancellationToken cancellationToken = default) => Reply(waiting);
    public ValueTask<SessionAnswer> ReadSettingsLock(SessionProof proof) =>
        new(Say(proof) is SessionAnswer.Done ? new SessionAnswer.Done<DateTimeOffset?> { Value = GatewayHost.Noon } : Answer);
    public Task<SessionAnswer> LockSettings(SessionProof proof, int hours, CancellationToken cancellationToken = default) =>
        Task.FromResult(Say(hours));
    public Task<SessionAnswer> Freeze(SessionProof proof, CancellationToken cancellationToken = default) => Task.FromResult(Say(proof));
    public Task<SessionAnswer> ReportActivity(SessionProof proof, long sequence, CancellationToken cancellationToken = default) =>
        Task.FromResult(Say(sequence));
    public LinkReply Link { get; set; } = LinkReply.Frozen;
    public RecoveryReply Recovery { get; set; } = new RecoveryReply.Unfrozen();
    public Task<LinkReply> ReportByLink(LinkProof link, Visit visit, CancellationToken cancellationToken = default)
    {
        Say(link);
        return Task.FromResult(Link);
    }

    public Task AskForRecovery(Visit visit, System.Collections.Immutable.ImmutableArray<string> asker) => Task.CompletedTask;
    public Task<RecoveryReply> Recover(RecoveryAttempt attempt, CancellationToken cancellationToken = default)
    {
        Say(attempt);
        return Task.FromResult(Recovery);
    }

    public Task<SessionAnswer> SettleActivity(SessionProof proof, CancellationToken cancellationToken = default) =>
        Task.FromResult(Settled);

    // The same account, as far as alerts, a lost second factor and trading go.
    public FakeAlerts Alerts => field ??= new FakeAlerts(Say);
    public FakePasskeys Passkeys => field ??= new FakePasskeys(Say);
    public FakeIdentity Identity => field ??= new FakeIdentity(Say);
    public FakeLostFactor LostFactor => field ??= new FakeLostFactor(Say);
    public FakeClosing Closing => field ??= new FakeClosing(Say);
    public FakeTrading Trading => field ??= new FakeTrading(Say);

    private Task<EntryReply> Reply(object told)
    {
        if (Faults.TryDequeue(out var fault)) throw fault;
        if (Fault is not null) throw Fault;
        Told.Add(told);
        Commands++;
        return Task.FromResult(EntryReplies.Dequeue());
    }

    private SessionAnswer Say(object told)
    {
        if (Fault is not null) throw Fault;
        Told.Add(told);
        Commands++;
        return Answer;
    }
}

internal sealed class FakeIdentifier : IIdentifierGrain
{
    public RegistrationReply Registration { get; set; } = new RegistrationReply.Mailed { ExpiresAt = GatewayHost.Noon.AddMinutes(10) };
    public VerificationReply Verification { get; set; } = new VerificationReply.Opened { AccountId = GatewayHost.AccountId };
    public List<object> Told { get; } = [];

    public ValueTask<string> Resolve(CancellationToken cancellationToken = default) => new(GatewayHost.AccountId);

    public Task<RegistrationReply> BeginRegistration(RegistrationBegin begin, CancellationToken cancellationToken = default)
    {
        Told.Add(begin);
        return Task.FromResult(Registration);
    }

    public RegistrationReply.Mailed? Begun { get; set; }

    public Task<RegistrationReply.Mailed?> ResumeRegistration(string nonce, CancellationToken cancellationToken = default)
    {
        Told.Add(nonce);
        return Task.FromResult(Begun);
    }

    public DateTimeOffset? RecoveryWaitUntil { get; set; }

    public Task<RecoveryBegun> BeginRecovery(
        Visit visit, System.Collections.Immutable.ImmutableArray<string> asker, CancellationToken cancellationToken = default)
    {
        Told.Add(visit);
        Told.Add(asker);
        return Task.FromResult(new RecoveryBegun { ExpiresAt = GatewayHost.Noon.AddMinutes(30), WaitUntil = RecoveryWaitUntil });
    }

    public Task<VerificationReply> VerifyRegistration(string nonce, string code, Visit visit, CancellationToken cancellationToken = default)
    {
        Told.Add(nonce);
        return Task.FromResult(Verification);
    }
}

/// <summary>All checks of a world; the right answer is "17".</summary>
internal sealed class FakeChecks
{
    private readonly Dictionary<string, (CheckScope Scope, string State)> _checks = [];

    public Exception? Fault { get; set; }
    public List<CheckDemand> Demands { get; } = [];
    public List<string?> Wanted { get; } = [];

    public ISecurityChecksGrain Grain => Fault is null ? new Checks(this) : throw Fault;

    public CheckScope? ScopeOf(string id) => _checks.TryGetValue(id, out var check) ? check.Scope : null;

    private static CheckOffer Offer(string id) => new()
    {
        Id = id,
        ExpiresAt = GatewayHost.Noon.AddMinutes(2),
        TriesLeft = 3,
        Kinds = ["proof-of-work", "equation"],
        EquationWebp = [1, 2, 3],
        EquationWidth = 220,
        EquationHeight = 70,
        Available = ["slide", "puzzle", "equation"],
        Slide = new SlideOffer
        {
            Webp = [4], Width = Slide.Width, Height = Slide.Height,
            Pieces = [new SlidePieceOffer { Webp = [5], Width = Slide.PieceSize, Height = Slide.PieceSize, Top = 7 }],
        },
        Puzzle = new PuzzleOffer { Webp = [6], Width = 288, Height = 192, Columns = 3, Rows = 2 },
        ProofOfWorkJson = """{"parameters":{"algorithm":"PBKDF2/SHA-256"},"signature":"00"}""",
    };

    private sealed class Checks(FakeChecks all) : ISecurityChecksGrain
    {
        public Task<CheckOffer?> Open(string id, CheckScope scope, CheckDemand demand, CancellationToken cancellationToken = default)
        {
            all.Demands.Add(demand);
            if (all._checks.TryGetValue(id, out var known) && (known.State != "open" || known.Scope != scope))
                return Task.FromResult<CheckOffer?>(null);
            all._checks[id] = (scope, "open");
            return Task.FromResult<CheckOffer?>(Offer(id));
        }

        public Task<CheckReply> Answer(string id, CheckAnswer answer, CancellationToken cancellationToken = default)
        {
            if (!all._checks.TryGetValue(id, out var known) || known.State != "open" || known.Scope != answer.Scope)
                return Task.FromResult<CheckReply>(new CheckReply.Gone());
            if (answer.Answer != "17") return Task.FromResult<CheckReply>(new CheckReply.Wrong { TriesLeft = 0, Fresh = Offer(id) });

            all._checks[id] = (known.Scope, "passed");
            return Task.FromResult<CheckReply>(new CheckReply.Passed());
        }

        public Task<bool> Redeem(string id, CheckScope scope, CancellationToken cancellationToken = default)
        {
            var passed = all._checks.TryGetValue(id, out var known) && known.State == "passed" && known.Scope == scope;
            if (passed) all._checks[id] = (scope, "used");
            return Task.FromResult(passed);
        }

        public Task<CheckOffer?> Renew(string id, CheckScope scope, string? kind, CancellationToken cancellationToken = default)
        {
            all.Wanted.Add(kind);
            return Task.FromResult(all._checks.TryGetValue(id, out var known) && known.State == "open"
                && known.Scope == scope ? Offer(id) : null);
        }
    }
}

internal sealed class FakeThrottle : IAddressThrottleGrain
{
    public DateTimeOffset? Until { get; set; }
    public Exception? Fault { get; set; }
    public int UsedPercent { get; set; }
    public int AttackLevel { get; set; }
    public List<string> Begun { get; } = [];
    public ValueTask<DateTimeOffset?> Take(string budget) => Fault is null ? new(Until) : throw Fault;
    public ValueTask<BeginningReply> TakeBeginning(string purpose)
    {
        Begun.Add(purpose);
        return Fault is null ? new(new BeginningReply { Until = Until, UsedPercent = UsedPercent, AttackLevel = AttackLevel })
            : throw Fault;
    }
    public Task GiveBack(string budget) => Task.CompletedTask;
}

internal sealed class FakeActivityLog : IActivityGrain
{
    public List<(long Before, int Limit, ImmutableArray<string> Kinds)> Reads { get; } = [];
    public string Agent { get; set; } = "curl";

    public Task Append(ImmutableArray<ActivityItem> items, CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task<ActivityPage> Read(long before, int limit, ImmutableArray<string> kinds, CancellationToken cancellationToken = default)
    {
        Reads.Add((before, limit, kinds));
        return Task.FromResult(new ActivityPage { Items = [Item(3), Item(2)], Next = 2 });
    }

    // Two a page, and one more than the head that was settled: it came later and is not part of the export.
    public Task<ActivityPage> Export(long from, int limit, CancellationToken cancellationToken = default) =>
        Task.FromResult(new ActivityPage { Items = [Item(from), Item(from + 1)], Next = from + 2 });

    private ActivityItem Item(long sequence) => new()
    {
        Sequence = sequence, At = GatewayHost.Noon, Kind = "entry.admitted", Network = "203.0.113.7", Agent = Agent, KnownDevice = true,
        Hash = "h" + sequence,
    };
}

/// <summary>All idempotency keys of a world.</summary>
internal sealed class FakeKeys
{
    private readonly Dictionary<string, (byte[] Hash, KeptResponse? Response)> _keys = [];

    public IIdempotencyGrain Of(string key) => new Key(this, key);

    private sealed class Key(FakeKeys all, string key) : IIdempotencyGrain
    {
        public Task<IdempotencyReply> Begin(byte[] requestHash, CancellationToken cancellationToken = default)
        {
            if (!all._keys.TryGetValue(key, out var known))
            {
                all._keys[key] = (requestHash, null);
                return Task.FromResult<IdempotencyReply>(new IdempotencyReply.Proceed());
            }

            return Task.FromResult<IdempotencyReply>(
                !known.Hash.AsSpan().SequenceEqual(requestHash) ? new IdempotencyReply.Mismatch()
                : known.Response is { } response ? new IdempotencyReply.Replay { Response = response }
                : new IdempotencyReply.InProgress());
        }

        public Task Complete(KeptResponse? response)
        {
            if (response is null) all._keys.Remove(key);
            else all._keys[key] = (all._keys[key].Hash, response);
            return Task.CompletedTask;
        }
    }
}
