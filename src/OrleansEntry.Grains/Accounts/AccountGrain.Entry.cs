using System.Security.Cryptography;
using OrleansEntry.Contracts;
using OrleansEntry.Contracts.Entry;
using OrleansEntry.Contracts.SecurityCheck;
using OrleansEntry.Contracts.Throttling;
using OrleansEntry.Core;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Devices;
using OrleansEntry.Core.Entry;
using OrleansEntry.Core.Passcodes;
using OrleansEntry.Core.Risk;
using OrleansEntry.Core.SafetyPhrases;
using OrleansEntry.Core.SecondFactor;
using OrleansEntry.Core.Sessions;
using OrleansEntry.Grains.Passcodes;

namespace OrleansEntry.Grains.Accounts;

// The door.
internal sealed partial class AccountGrain
{
    public Task<EntryReply> BeginEntry(EntryBegin begin, CancellationToken cancellationToken = default)
    {
        var command = Beginning(begin.Ticket, begin.Visit);
        var answer = EntryDecider.Decide(_account, command, policy).Answer;
        if (answer is EntryAnswer.Waiting) HoldOff(command.Caller);
        if (answer is EntryAnswer.CheckDue due) watch.CountAsked(due.Asked.Outcome);
        if (command.Caller.Lane.IsStranger) watch.CountBeginning();
        return Task.FromResult(Wire.From(answer) with
        {
            SafetyPhrase = PhraseAtDoor(command.Caller.Lane), RemovalAt = RemovalAtDoor(command.Caller.Lane),
        });
    }

    private string? PhraseAtDoor(Lane lane) =>
        SafetyPhraseRules.ShownTo(_account, lane) is { } shown ? protector.OpenPhrase(Key, shown) : null;

    public async Task<EntryReply> SubmitPasscode(PasscodeAttempt attempt, CancellationToken cancellationToken = default)
    {
        if (RecallEntry(attempt.Ticket, attempt.Visit) is { } again) return again;
        var beginning = Beginning(attempt.Ticket, attempt.Visit);
        if (EntryDecider.RefuseUnseen(_account, beginning, policy) is { } refusal) return Refuse(refusal, beginning);
        if (!Passcode.TryParse(attempt.Passcode, out var passcode)) throw new ArgumentException("The gateway reads passcodes strictly.");

        DemandRoomInLog();

        if (await TakeAttempt(beginning.Caller, attempt.Visit) is { } wait) return new EntryReply.Waiting { Until = wait };

        var asked = EntryDecider.Weigh(_account, beginning, policy);
        var checkPassed = asked.Asks && await RedeemCheck(attempt.Ticket);
        if (asked.Asks && !checkPassed) return Wire.From(new EntryAnswer.CheckDue(asked));

        // An unknown identifier costs the same hash as a known one, and the same enlistment beside it.
        _ = Enlist(_account);
        var hash = _account.Exists ? Stored(_account.PasscodeHash) : hasher.Decoy;
        var verdict = await hasher.Verify(passcode, hash, cancellationToken);
        var right = verdict.Right && _account.Exists;
        var upgraded = right && verdict.NeedsRehash ? await TryUpgrade(passcode) : null;

        // From here on the caller may not cancel: an attempt whose outcome is known is always counted.
        var (seed, secrets) = NewSeed(attempt.Visit);
        var reply = await Decide(
            new EntryCommand.SubmitPasscode
            {
                At = clock.GetUtcNow(), Nonce = beginning.Nonce, ExpiresAt = beginning.ExpiresAt, Caller = beginning.Caller,
                Around = beginning.Around, CheckPassed = checkPassed, Right = right, UpgradedHash = upgraded, Seed = seed,
            },
            secrets, attempt.Visit);
        if (right) await GiveAttemptBack(beginning.Caller, attempt.Visit);
        return reply;
    }

    public async Task<EntryReply> SubmitSecondFactor(SecondFactorAttempt attempt, CancellationToken cancellationToken = default)
    {
        if (RecallEntry(attempt.Ticket, attempt.Visit) is { } again) return again;
        var (seed, secrets) = NewSeed(attempt.Visit);
        var command = new EntryCommand.SubmitSecondFactor
        {
            At = clock.GetUtcNow(), Nonce = attempt.Ticket.Nonce, ExpiresAt = attempt.Ticket.ExpiresAt, Caller = CallerOf(attempt.Visit),
            Around = AroundOf(attempt.Ticket, attempt.Visit), Method = attempt.Method, Verdict = new CodeVerdict.Wrong(), Seed = seed,
        };
        if (EntryDecider.RefuseUnseen(_account, command, policy) is { } refusal) return Refuse(refusal, command);

        DemandRoomInLog();

        if (await TakeAttempt(command.Caller, attempt.Visit) is { } wait) return new EntryReply.Waiting { Until = wait };

        var verdict = await Judge(attempt.Method, attempt.Code, command.At, Door + command.Nonce);
        var reply = await Decide(command with { Verdict = verdict }, secrets, attempt.Visit);
        if (verdict.IsRight) await GiveAttemptBack(command.Caller, attempt.Visit);
        return reply;
    }

    public async Task<EntryReply> AwaitDevice(EntryBegin waiting, CancellationToken cancellationToken = default)
    {
        if (RecallEntry(waiting.Ticket, waiting.Visit) is { } again) return again;
        DemandRoomInLog();
        var (seed, secrets) = NewSeed(waiting.Visit);
        return await Decide(
            new EntryCommand.AwaitDevice
            {
                At = clock.GetUtcNow(), Nonce = waiting.Ticket.Nonce, ExpiresAt = waiting.Ticket.ExpiresAt,
                Caller = CallerOf(waiting.Visit),
                Around = AroundOf(waiting.Ticket, waiting.Visit), Seed = seed,
            },
            secrets,
            waiting.Visit);
    }

    private string PassOf(Account account, string deviceId) =>
        new DevicePass(account.Id, deviceId, account.Devices.First(d => d.Id == deviceId).Generation).Reveal(keys);

    private async Task<EntryReply> Decide(EntryCommand command, NewSecrets secrets, Visit visit)
    {
        var (answer, next) = EntryDecider.Decide(_account, command, policy);
#if DEBUG
        if (PlantedFault.CountsAfterVerify && answer is EntryAnswer.NotAdmitted) return CountLater(command);
#endif
        var reply = await Commit(next, Tell(answer, secrets, next, command.Caller), visit);
        if (answer is EntryAnswer.NotAdmitted or EntryAnswer.CodeRefused or EntryAnswer.PasskeyRefused && command.Caller.Lane.IsStranger)
            watch.CountRefusal();
        return answer is EntryAnswer.NotAdmitted
            ? new EntryReply.NotAdmitted { NeedsCheck = true, Demand = Wire.From(EntryDecider.Weigh(_account, command, policy)) }
            : reply;
    }

    private EntryReply Tell(EntryAnswer answer, NewSecrets secrets, Account next, Caller caller) => answer switch
    {
        EntryAnswer.Admitted admitted => new EntryReply.Done
        {
            Session = Wire.Grant(
                admitted.Session, secrets.Session, policy.Sessions, admitted.DeviceAdded ? secrets.NewDevice : null,
                caller.KeepsPass ? PassOf(next, admitted.Session.DeviceId) : null),
        },
        EntryAnswer.NotAdmitted => new EntryReply.NotAdmitted { NeedsCheck = true },
        _ => Wire.From(answer),
    };

#if DEBUG
    private EntryReply.NotAdmitted CountLater(EntryCommand command)
    {
        this.RegisterGrainTimer(
            _ => Commit(EntryDecider.Decide(_account, command, policy).Account),
            new GrainTimerCreationOptions(PlantedFault.Late, Timeout.InfiniteTimeSpan));
        return new EntryReply.NotAdmitted { NeedsCheck = true };
    }
#endif

    private EntryReply Refuse(EntryAnswer refusal, EntryCommand command)
    {
        if (refusal is EntryAnswer.Waiting or EntryAnswer.OutOfUse) HoldOff(command.Caller);
        return Wire.From(refusal);
    }

    private EntryCommand.Begin Beginning(EntryTicket ticket, Visit visit) =>
        new()
        {
            At = clock.GetUtcNow(), Nonce = ticket.Nonce, ExpiresAt = ticket.ExpiresAt, Caller = CallerOf(visit),
            Around = AroundOf(ticket, visit),
        };

    private Surroundings AroundOf(EntryTicket ticket, Visit visit) => new()
    {
        NetworkName = NetworkMemory.NameOf(visit.Network, keys), NetworkUsedPercent = ticket.NetworkUsedPercent,
        MissingSigns = visit.MissingSigns, ClientIsOld = visit.ClientIsOld, Level = watch.Level,
    };

    private Task<bool> RedeemCheck(EntryTicket ticket) => GrainFactory.GetSecurityCheck(ticket.Nonce).Redeem(
        new CheckScope { Purpose = CheckPurpose.Entry, Subject = Key + ticket.Nonce, Client = ticket.Client });

    // A known device has budgets of its own, and no neighbour on its network can use them up.
    private ValueTask<DateTimeOffset?> TakeAttempt(Caller caller, Visit visit) =>
        caller.Lane.IsStranger ? Network(visit).Take(NetworkBudgets.Attempt) : default;

    private Task GiveAttemptBack(Caller caller, Visit visit) =>
        caller.Lane.IsStranger ? Network(visit).GiveBack(NetworkBudgets.Attempt) : Task.CompletedTask;

    // The upgrade can wait for a quieter moment; the person can not.
    private async Task<string?> TryUpgrade(Passcode passcode)
    {
        try
        {
            return (await hasher.Hash(passcode, CancellationToken.None)).Stored;
        }
        catch (BusyException)
        {
            return null;
        }
    }

    private static PasscodeHash Stored(string text) =>
        PasscodeHash.TryParse(text, out var hash) ? hash : throw new InvalidDataException("A stored passcode hash does not have its form.");

    /// <summary>Draws what an admission needs. A device that brought a secret keeps it: it may be known to other accounts.</summary>
    private (EntrySeed Seed, NewSecrets Secrets) NewSeed(Visit visit)
    {
        var session = RandomNumberGenerator.GetBytes(SessionToken.SecretBytes);
        var brought = visit.DeviceSecret is { Length: KnownDevice.SecretBytes } secret ? secret : null;
        var device = brought ?? RandomNumberGenerator.GetBytes(KnownDevice.SecretBytes);
        return (
            new EntrySeed(new SessionSeed(HexName.New(), SessionToken.Hash(session)), HexName.New(), KnownDevice.Hash(device, Key))
            {
                Number = RandomNumberGenerator.GetInt32(10, 100),
            },
            new NewSecrets(session, brought is null ? device : null));
    }

    private readonly record struct NewSecrets(byte[] Session, byte[]? NewDevice)
    {
        public override string ToString() => "[secrets]";
    }
}
