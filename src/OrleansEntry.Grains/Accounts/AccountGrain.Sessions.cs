using System.Collections.Immutable;
using System.Security.Cryptography;
using OrleansEntry.Contracts;
using OrleansEntry.Contracts.Activity;
using OrleansEntry.Contracts.Passkeys;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Identifiers;
using OrleansEntry.Core.Passcodes;
using OrleansEntry.Core.SecondFactor;
using OrleansEntry.Core.Sessions;
using OrleansEntry.Core.Trading;

namespace OrleansEntry.Grains.Accounts;

// Who is in.
internal sealed partial class AccountGrain
{
    private string? _masked;

    public ValueTask<SessionReply?> CheckSession(SessionProof proof)
    {
        if ((FindSession(proof) ?? FindRepeating(proof)) is not { } own)
        {
            // A made-up token must not keep an activation for an account that does not exist.
            if (!_account.Exists) DeactivateOnIdle();
            return new((SessionReply?)null);
        }

        return new(new SessionReply
        {
            Session = Wire.View(own, policy.Sessions),
            MaskedIdentifier = _masked ??= Mask(protector.OpenIdentifier(_account.ProtectedIdentifier)),
            HasTotp = _account.Totp is not null,
            RecoveryCodesLeft = _account.RecoveryCodes?.Hashes.Length ?? 0,
            Passkeys = _account.Passkeys.Length,
            EnrolmentDue = SecondFactorRules.IsEnrolmentDue(_account, policy.SecondFactor),
            ClosesAt = ClosesAt,
        });
    }

    public ValueTask<SessionAnswer> ListSessions(SessionProof proof)
    {
        if (FindSession(proof) is null) return new(new SessionAnswer.NoSession());

        return new(new SessionAnswer.Done<ImmutableArray<SessionView>> { Value = LiveSessions(LatestNow()) });
    }

    private ImmutableArray<SessionView> LiveSessions(DateTimeOffset now) =>
        [.. _account.Sessions.Where(s => s.IsLive(now, policy.Sessions)).Select(s => Wire.View(s, policy.Sessions))];

    public Task<SessionAnswer> Leave(SessionProof proof, CancellationToken cancellationToken = default) =>
        Inside(proof, (own, caller, now) => SessionRules.Leave(_account, own, now, caller), openUntilEnrolled: true);

    public Task<SessionAnswer> EndSession(SessionProof proof, string sessionId, CancellationToken cancellationToken = default) =>
        Inside(proof, (own, caller, now) => SessionRules.EndOne(_account, own, sessionId, now, caller, policy.Sessions));

    public Task<SessionAnswer> EndOtherSessions(SessionProof proof, CancellationToken cancellationToken = default) =>
        Inside(proof, (own, caller, now) => SessionRules.EndOthers(_account, own, now, caller, policy.Sessions));

    public async Task<SessionAnswer> ConfirmPresence(PresenceAttempt attempt, CancellationToken cancellationToken = default)
    {
        if (Recall<SessionAnswer>(attempt.Proof.Visit) is { } again) return again;
        if (FindSession(attempt.Proof) is not { } own) return new SessionAnswer.NoSession();
        DemandRoomInLog();
        if (PresenceRules.RefuseUnseen(_account, own, attempt.Method, clock.GetUtcNow(), policy) is { } refusal) return Wire.From(refusal);
        var byPasskey = attempt is { Method: Method.Passkey, Code: not null };
        var takesBoth = SecondFactorRules.HasOne(_account);
        if (!byPasskey && (attempt.Passcode is null || (takesBoth && (attempt.Method is null || attempt.Code is null))))
            return new SessionAnswer.Conflict { Code = "confirmation-incomplete" };

        var right = !byPasskey && await Verify(attempt.Passcode!, cancellationToken);
        var now = clock.GetUtcNow();
        var verdict = byPasskey || (right && takesBoth)
            ? await Judge(attempt.Method!, attempt.Code!, now, PasskeyPurpose.Presence + own.Id)
            : null;
        var (seed, secret) = NewSessionSeed(own);
        var (answer, next) = PresenceRules.Confirm(
            _account, own, new PresenceProof(now, right, attempt.Method, verdict, seed), CallerOf(own, attempt.Proof.Visit), policy);
        return await Grant(answer, next, secret, attempt.Proof.Visit);
    }

    public async Task<SessionAnswer> ChangePasscode(PasscodeChange change, CancellationToken cancellationToken = default)
    {
        if (Recall<SessionAnswer>(change.Proof.Visit) is { } again) return again;
        if (RefuseCommand(change.Proof, out var own) is { } shut) return shut;
        DemandRoomInLog();
        if (PresenceRules.RefuseChangeUnseen(_account, own, clock.GetUtcNow(), policy) is { } refusal) return Wire.From(refusal);
        if (!Passcode.TryParse(change.New, out var chosen)) throw new ArgumentException("The gateway reads passcodes strictly.");
        if (RefuseChoice(chosen) is { } code) return new SessionAnswer.Conflict { Code = code };

        var differs = TradingRules.MustDiffer(_account, policy);
        if (differs && TradingRules.RefuseUnseen(_account, own, null, clock.GetUtcNow(), policy) is { } wait) return Wire.From(wait);

        var right = await Verify(change.Current, cancellationToken);
        if (right && differs && await IsTradingPasscode(change.New, cancellationToken))
            return new SessionAnswer.Conflict { Code = "same-as-trading-passcode" };

        (string, bool)? hashed = null;
        if (right && !(await hasher.Verify(chosen, Stored(_account.PasscodeHash), cancellationToken)).Right)
            hashed = ((await hasher.Hash(chosen, CancellationToken.None)).Stored, chosen.Length < PasscodePolicy.Alone.MinLength);

        var (seed, secret) = NewSessionSeed(own);
        var (answer, next) = PresenceRules.ChangePasscode(
            _account, own, new PresenceProof(clock.GetUtcNow(), right, null, null, seed), hashed, CallerOf(own, change.Proof.Visit),
            policy);
        return await Grant(answer, next, secret, change.Proof.Visit);
    }

    public async Task<SessionAnswer> SettleActivity(SessionProof proof, CancellationToken cancellationToken = default)
    {
        if (FindSession(proof) is null) return new SessionAnswer.NoSession();

        await DeliverActivity(cancellationToken);
        return new SessionAnswer.Done<ActivityHead>
        {
            Value = new ActivityHead { Sequence = _account.Activity.Sequence, Hash = _account.Activity.Hash },
        };
    }

    // The session behind a proof, marked as used. The mark is stored later: a crash ends a session a few minutes early, never late.
    private Session? FindSession(SessionProof proof)
    {
        var now = LatestNow();
        if (SessionRules.Find(_account, proof.SessionId, proof.SecretHash, now, policy.Sessions) is not { } own) return null;

        if (now - own.LastSeenAt >= policy.Sessions.TouchEvery)
        {
            _account = SessionRules.Touch(_account, own, now);
            own = own with { LastSeenAt = now };
            ScheduleUpkeep(StoreTouchesAfter);
        }

        return own;
    }

    // What every command is refused with: without a session, and in one that is there to set up an authenticator alone.
    private SessionAnswer? RefuseCommand(SessionProof proof, out Session own, bool openUntilEnrolled = false)
    {
        own = FindSession(proof)!;
        if (own is null) return new SessionAnswer.NoSession();
        return !openUntilEnrolled && SecondFactorRules.RefuseUntilEnrolled(_account, policy.SecondFactor) is { } due
            ? Wire.From(due)
            : null;
    }

    // What has ended stays ended when the clock is set back (I-25).
    private DateTimeOffset LatestNow()
    {
        var now = clock.GetUtcNow();
        return _latest = now > _latest ? now : _latest;
    }

    private DateTimeOffset _latest;

    /// <summary>Whether a session of this name lives: asked before an answer is given again to who once held it.</summary>
    public ValueTask<bool> HasSession(string sessionId) =>
        new(_account.Sessions.Any(s => s.Id == sessionId && s.IsLive(LatestNow(), policy.Sessions)));

    /// <param name="proof">The session.</param>
    /// <param name="decide">The rule.</param>
    /// <param name="done">The answer when it was done, where that says more.</param>
    /// <param name="openUntilEnrolled">Whether it works while an authenticator is due.</param>
    private async Task<SessionAnswer> Inside(
        SessionProof proof, Func<Session, Caller, DateTimeOffset, Decision<CommandAnswer>> decide, SessionAnswer? done = null,
        bool openUntilEnrolled = false)
    {
        if (Recall<SessionAnswer>(proof.Visit) is { } again) return again;
        if (RefuseCommand(proof, out var own, openUntilEnrolled) is { } shut) return shut;
        DemandRoomInLog();

        var (answer, next) = decide(own, CallerOf(own, proof.Visit), clock.GetUtcNow());
        return await Commit(next, answer is CommandAnswer.Done && done is not null ? done : Wire.From(answer), proof.Visit);
    }

    private Task<SessionAnswer> Grant(CommandAnswer answer, Account next, byte[] secret, Visit visit) => Commit(
        next,
        answer is CommandAnswer.Done done
            ? new SessionAnswer.Done<SessionGrant> { Value = Wire.Grant(done.Session, secret, policy.Sessions) }
            : Wire.From(answer),
        visit);

    private async Task<bool> Verify(string typed, CancellationToken cancellationToken)
    {
        _ = Enlist(_account);
        return Passcode.TryParse(typed, out var passcode)
            && (await hasher.Verify(passcode, Stored(_account.PasscodeHash), cancellationToken)).Right;
    }

    private string? RefuseChoice(Passcode chosen, PasscodePolicy? length = null)
    {
        var person = Identifier.TryParse(protector.OpenIdentifier(_account.ProtectedIdentifier), out var id) ? id : (Identifier?)null;
        return passcodeRules.Judge(chosen, person, length ?? passcodePolicy) is PasscodeAnswer.Refused refused ? refused.Code : null;
    }

    private Caller CallerOf(Session own, Visit visit) => new(_account.LaneOf(own), visit.Network, visit.Agent);

    private static (SessionSeed Seed, byte[] Secret) NewSessionSeed(Session own)
    {
        var secret = RandomNumberGenerator.GetBytes(SessionToken.SecretBytes);
        return (new SessionSeed(own.Id, SessionToken.Hash(secret)), secret);
    }

    private static string Mask(string identifier) => Identifier.TryParse(identifier, out var id) ? id.Masked : "";
}
