using System.Collections.Immutable;
using System.Security.Cryptography;
using OrleansEntry.Contracts;
using OrleansEntry.Contracts.Recovery;
using OrleansEntry.Contracts.Registration;
using OrleansEntry.Contracts.Throttling;
using OrleansEntry.Core;
using OrleansEntry.Core.IdentifierChange;
using OrleansEntry.Core.Keys;
using OrleansEntry.Core.Passcodes;
using OrleansEntry.Core.Recovery;
using OrleansEntry.Core.Registration;
using OrleansEntry.Grains.Keys;
using OrleansEntry.Grains.Passcodes;
using OrleansEntry.Grains.Throttling;

namespace OrleansEntry.Grains.Registration;

/// <summary>Which account an identifier names. It is claimed once, by one conditional write, and registrations go through here one at a
/// time.</summary>
internal sealed class IdentifierGrain(
    [PersistentState("identifier", GrainStorageNames.Entry)] IPersistentState<IdentifierRecord> stored,
    DeploymentKeys keys, Protector protector, PasscodeHasher hasher, RegistrationPolicy policy, RecoveryPolicy recovery, TimeProvider clock)
        : Grain, IIdentifierGrain, IIdentifierKeeper
{
    private string Key => this.GetPrimaryKeyString();

    private IVisitorsGrain Ledger => GrainFactory.GetGrain<IVisitorsGrain>(Visitors.LedgerOf(Key));

    public ValueTask<string> Resolve(CancellationToken cancellationToken = default) =>
        new(_state.Names ?? keys.StandInFor(Key).Value);

    // Set when it is durable, and not before: what is resolved must not be taken back.
    private IdentifierState _state = IdentifierState.Nobodys;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _state = stored.State.ToCore();
        return Task.CompletedTask;
    }

    public async Task<RegistrationReply> BeginRegistration(RegistrationBegin begin, CancellationToken cancellationToken = default)
    {
        if (await Network(begin.Visit).Take(NetworkBudgets.Registration) is { } wait) return new RegistrationReply.Waiting { Until = wait };
        if (!Passcode.TryParse(begin.Passcode, out var passcode))
            throw new ArgumentException("The gateway judges passcodes before they come here.");

        // Where there is no room, no hash is spent.
        if (await Ledger.RoomAt(Key) is { } fullUntil) return new RegistrationReply.Waiting { Until = fullUntil };

        // A taken identifier costs the same: one hash, one write, one mail. The mail is owed: it rides in the write and follows the answer.
        var hash = await hasher.Hash(passcode, cancellationToken);
        var now = clock.GetUtcNow();
        var (taken, code) = (_state.Owner is not null, MailedCode.New());
        var pending = new PendingRegistrationRecord
        {
            Nonce = begin.Nonce,
            IdentifierKey = Key,
            AccountId = HexName.New(),
            ProtectedIdentifier = protector.SealIdentifier(begin.Identifier),
            PasscodeHash = hash.Stored,
            ShortPasscode = passcode.Length < PasscodePolicy.Alone.MinLength,
            CodeHash = taken ? RandomNumberGenerator.GetBytes(32) : keys.HashCode(begin.Nonce, code),
            TriesLeft = policy.Tries,
            ExpiresAt = now + policy.CodeFor,
            ProtectedMail = OwedMail.To(_state.Owner, code, begin.Visit).Seal(protector, begin.Nonce),
        };
        if (await Ledger.Add(pending) is { } roomAt) return new RegistrationReply.Waiting { Until = roomAt };
        return new RegistrationReply.Mailed { ExpiresAt = pending.ExpiresAt };
    }

    public async Task<RegistrationReply.Mailed?> ResumeRegistration(string nonce, CancellationToken cancellationToken = default) =>
        await Ledger.WaitsUntil(nonce, Key) is { } until ? new RegistrationReply.Mailed { ExpiresAt = until } : null;

    public async Task<VerificationReply> VerifyRegistration(string nonce, string code, Visit visit,
        CancellationToken cancellationToken = default)
    {
        if (Recall(visit) is { } again) return again;
        if (await Network(visit).Take(NetworkBudgets.Attempt) is { } wait) return new VerificationReply.Waiting { Until = wait };

        var tried = await Ledger.Try(nonce, Key, keys.HashCode(nonce, code));
        if (tried.Outcome == CodeOutcome.Gone) return new VerificationReply.Gone();
        if (tried.Registration is not { } registration) return new VerificationReply.Wrong();

        await Network(visit).GiveBack(NetworkBudgets.Attempt);
        return await Open(registration, visit);
    }

    // The request that opened the account, sent again: only who made it, with its code, can name it.
    private VerificationReply.Opened? Recall(Visit visit) =>
        visit.Once is { } once && stored.State is { AccountId: { } account, OpenedBy: { } by }
            && CryptographicOperations.FixedTimeEquals(by, once.Name)
            ? new VerificationReply.Opened { AccountId = account }
            : null;

    public async Task<RecoveryBegun> BeginRecovery(
        Visit visit, ImmutableArray<string> asker, CancellationToken cancellationToken = default)
    {
        var expiresAt = clock.GetUtcNow() + recovery.LinkFor;
        if (await Network(visit).Take(NetworkBudgets.Registration) is { } wait)
            return new RecoveryBegun { ExpiresAt = expiresAt, WaitUntil = wait };

        await GrainFactory.GetGrain<IAccountGrain>(await Resolve(CancellationToken.None)).AskForRecovery(visit, asker);
        return new RecoveryBegun { ExpiresAt = expiresAt };
    }

    // Each step may be interrupted and is safe to repeat: the account's id was drawn at the beginning, the claim is one conditional write,
    // and the registration is forgotten last.
    private async Task<VerificationReply> Open(PendingRegistrationRecord registration, Visit visit)
    {
        if (_state.Owner is { } owner && owner != registration.AccountId) return new VerificationReply.Gone();

        await GrainFactory.GetGrain<IAccountGrain>(registration.AccountId).Open(new NewAccount
        {
            ProtectedIdentifier = registration.ProtectedIdentifier,
            PasscodeHash = registration.PasscodeHash,
            ShortPasscode = registration.ShortPasscode,
            Visit = visit,
        });
        await Claim(registration.AccountId, visit);
        await Ledger.Settle(Key);
        return new VerificationReply.Opened { AccountId = registration.AccountId };
    }

    public ValueTask<IdentifierSight> Look() => new(new IdentifierSight { Owner = _state.Owner, Generation = _state.Generation });

    public async Task<bool> Obey(string accountId, Standing standing, long number, long seen)
    {
        var (next, obeyed) = _state.Obey(accountId, standing, number, seen);
        await Write(next, stored.State.OpenedBy);
        return obeyed;
    }

    private Task Claim(string accountId, Visit visit) => _state.Owner == accountId
        ? Task.CompletedTask
        : Write(_state.Registered(accountId), visit.Once?.Name);

    private async Task Write(IdentifierState next, byte[]? openedBy)
    {
        if (ReferenceEquals(next, _state)) return;

        stored.State = IdentifierRecord.From(next, openedBy);
        try
        {
            await stored.WriteStateAsync(CancellationToken.None);
        }
        catch
        {
            // Another activation was faster: the store decides, and the next call reads what it holds.
            DeactivateOnIdle();
            throw;
        }

        _state = next;
    }

    private IAddressThrottleGrain Network(Visit visit) => GrainFactory.GetGrain<IAddressThrottleGrain>(keys.NameNetwork(visit.Network));
}
