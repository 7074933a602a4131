using System.Security.Cryptography;
using OrleansEntry.Contracts;
using OrleansEntry.Contracts.Recovery;
using OrleansEntry.Contracts.Registration;
using OrleansEntry.Contracts.Throttling;
using OrleansEntry.Core;
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
        : Grain, IIdentifierGrain
{
    private string Key => this.GetPrimaryKeyString();

    private IVisitorsGrain Ledger => GrainFactory.GetGrain<IVisitorsGrain>(Visitors.LedgerOf(Key));

    public ValueTask<string> Resolve(CancellationToken cancellationToken = default) =>
        new(_accountId ?? keys.StandInFor(Key).Value);

    // Set when the claim is durable, and not before: what is resolved must not be taken back.
    private string? _accountId;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _accountId = stored.State.AccountId;
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
        var (taken, code) = (_accountId is not null, MailedCode.New());
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
            ProtectedMail = OwedMail.To(_accountId, code, begin.Visit).Seal(protector, begin.Nonce),
        };
        if (await Ledger.Add(pending) is { } roomAt) return new RegistrationReply.Waiting { Until = roomAt };
        return new RegistrationReply.Mailed { ExpiresAt = pending.ExpiresAt };
    }

    public async Task<VerificationReply> VerifyRegistration(string nonce, string code, Visit visit,
        CancellationToken cancellationToken = default)
    {
        if (await Network(visit).Take(NetworkBudgets.Attempt) is { } wait) return new VerificationReply.Waiting { Until = wait };

        var tried = await Ledger.Try(nonce, Key, keys.HashCode(nonce, code));
        if (tried.Outcome == CodeOutcome.Gone) return new VerificationReply.Gone();
        if (tried.Registration is not { } registration) return new VerificationReply.Wrong();

        await Network(visit).GiveBack(NetworkBudgets.Attempt);
        return await Open(registration, visit);
    }

    public async Task<RecoveryBegun> BeginRecovery(Visit visit, CancellationToken cancellationToken = default)
    {
        var expiresAt = clock.GetUtcNow() + recovery.LinkFor;
        if (await Network(visit).Take(NetworkBudgets.Registration) is { } wait)
            return new RecoveryBegun { ExpiresAt = expiresAt, WaitUntil = wait };

        await GrainFactory.GetGrain<IAccountGrain>(await Resolve(CancellationToken.None)).AskForRecovery(visit);
        return new RecoveryBegun { ExpiresAt = expiresAt };
    }

    // Each step may be interrupted and is safe to repeat: the account's id was drawn at the beginning, the claim is one conditional write,
    // and the registration is forgotten last.
    private async Task<VerificationReply> Open(PendingRegistrationRecord registration, Visit visit)
    {
        if (_accountId is { } owner && owner != registration.AccountId) return new VerificationReply.Gone();

        await GrainFactory.GetGrain<IAccountGrain>(registration.AccountId).Open(new NewAccount
        {
            ProtectedIdentifier = registration.ProtectedIdentifier,
            PasscodeHash = registration.PasscodeHash,
            ShortPasscode = registration.ShortPasscode,
            Visit = visit,
        });
        await Claim(registration.AccountId);
        await Ledger.Settle(Key);
        return new VerificationReply.Opened { AccountId = registration.AccountId };
    }

    private async Task Claim(string accountId)
    {
        if (_accountId == accountId) return;

        stored.State = new IdentifierRecord { AccountId = accountId };
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

        _accountId = accountId;
    }

    private IAddressThrottleGrain Network(Visit visit) => GrainFactory.GetGrain<IAddressThrottleGrain>(keys.NameNetwork(visit.Network));
}
