using System.Collections.Immutable;
using System.Globalization;
using OrleansEntry.Contracts;
using OrleansEntry.Contracts.Entry;
using OrleansEntry.Contracts.Passkeys;
using OrleansEntry.Contracts.Recovery;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Core;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Entry;
using OrleansEntry.Core.Passkeys;
using OrleansEntry.Core.Recovery;
using OrleansEntry.Core.SecondFactor;
using OrleansEntry.Core.Sessions;

namespace OrleansEntry.Grains.Accounts;

// Passkeys.
internal sealed partial class AccountGrain : IAccountPasskeysGrain
{
    private const string Adding = "new";
    private const string Door = "door";

    public async Task<SessionAnswer> BeginPasskey(SessionProof proof, CancellationToken cancellationToken = default)
    {
        if (FindSession(proof) is not { } own) return new SessionAnswer.NoSession();
        if (PasskeyRules.RefuseAdding(_account, own, clock.GetUtcNow(), policy) is { } refusal) return Wire.From(refusal);

        var owner = new PasskeyOwner(Key, protector.OpenIdentifier(_account.ProtectedIdentifier));
        return await KeepAsked(Adding + own.Id, await passkeys.BeginRegistration(party, owner, Credentials()));
    }

    public async Task<SessionAnswer> AddPasskey(SessionProof proof, PasskeyAnswer answer, CancellationToken cancellationToken = default)
    {
        if (Recall<SessionAnswer>(proof.Visit) is { } again) return again;
        if (FindSession(proof) is not { } own) return new SessionAnswer.NoSession();
        DemandRoomInLog();
        if (PasskeyRules.RefuseAdding(_account, own, clock.GetUtcNow(), policy) is { } refusal) return Wire.From(refusal);

        var credential = await TakeNew(own, answer.Answer);
        var (codes, hashes) = NewRecoveryCodes();
        var (seed, secret) = NewSessionSeed(own);
        var added = new NewPasskey(HexName.New(), answer.Name, credential, hashes, seed);
        var isFirst = _account.RecoveryCodes is null;
        var (decided, next) = PasskeyRules.Add(_account, own, added, clock.GetUtcNow(), CallerOf(own, proof.Visit), policy, keys);
        return await Commit(
            next,
            decided is CommandAnswer.Done done
                ? new SessionAnswer.Done<PasskeyAdded>
                {
                    Value = new PasskeyAdded
                    {
                        Passkey = ViewOf(next.Passkeys.First(p => p.Id == added.Id)), Codes = isFirst ? codes : [],
                        Session = Wire.Grant(done.Session, secret, policy.Sessions),
                    },
                }
                : Wire.From(decided),
            proof.Visit);
    }

    public Task<SessionAnswer> RenamePasskey(
        SessionProof proof, string id, string name, CancellationToken cancellationToken = default) =>
        Inside(proof, (own, caller, now) => PasskeyRules.Rename(_account, own, id, name, now, caller));

    public async Task<SessionAnswer> RemovePasskey(SessionProof proof, string id, CancellationToken cancellationToken = default)
    {
        var removed = _account.Passkeys.FirstOrDefault(p => p.Id == id);
        var answer = await Inside(proof, (own, caller, now) => PasskeyRules.Remove(_account, own, id, now, caller, policy));

        // Only afterwards, and it may be lost: then it stays this account's, which takes nothing from anybody.
        if (answer is SessionAnswer.Done && removed is not null) await OwnerOf(removed.Credential).GiveBack(Key);
        return answer;
    }

    public async Task<SessionAnswer> AskForPasskey(
        SessionProof proof, PasskeyPurpose purpose, CancellationToken cancellationToken = default)
    {
        if (FindSession(proof) is not { } own) return new SessionAnswer.NoSession();
        if (_account.Passkeys.IsEmpty) return new SessionAnswer.Conflict { Code = "no-passkey" };

        return await KeepAsked(purpose + own.Id, await passkeys.BeginAssertion(party, Key, Credentials()));
    }

    public async Task<EntryReply> AskAtDoor(EntryBegin asking, CancellationToken cancellationToken = default)
    {
        var command = PasskeyCommand(asking.Ticket, asking.Visit);
        var afterPasscode = _account.Entries.Any(e => e.Nonce == command.Nonce && e is OpenEntry.AwaitingSecondFactor);
        if (!afterPasscode && EntryDecider.RefuseUnseen(_account, command, policy) is { } refusal) return Refuse(refusal, command);

        // Before the passcode nobody learns which passkeys there are, or whether there is an account (W-09, W-10).
        var (options, state) = await passkeys.BeginAssertion(party, Key, afterPasscode ? Credentials() : []);
        await Keep(Door + command.Nonce, state, command.ExpiresAt);
        return new EntryReply.PasskeyAsked { Options = options };
    }

    public async Task<EntryReply> SubmitPasskey(PasskeyAttempt attempt, CancellationToken cancellationToken = default)
    {
        if (RecallEntry(attempt.Ticket, attempt.Visit) is { } again) return again;
        var (seed, secrets) = NewSeed(attempt.Visit);
        var command = PasskeyCommand(attempt.Ticket, attempt.Visit) with { Seed = seed };
        if (EntryDecider.RefuseUnseen(_account, command, policy) is { } refusal) return Refuse(refusal, command);

        DemandRoomInLog();

        if (await TakeAttempt(command.Caller, attempt.Visit) is { } wait) return new EntryReply.Waiting { Until = wait };

        // An unknown identifier costs the same enlistment as a known one.
        _ = Enlist(_account);
        var verdict = await Judge(Door + command.Nonce, attempt.Answer);
        var reply = await Decide(command with { At = clock.GetUtcNow(), Verdict = verdict }, secrets, attempt.Visit);
        if (verdict.IsRight) await GiveAttemptBack(command.Caller, attempt.Visit);
        return reply;
    }

    public async Task<RecoveryReply> AskOnTheWayBack(LinkProof link, string asker, CancellationToken cancellationToken = default)
    {
        var proof = new RecoveryProof(clock.GetUtcNow(), link.Number, link.ExpiresAt, asker, ShowsPasscode: true);
        if (RecoveryRules.RefuseUnseen(_account, proof, policy) is { } refusal) return Wire.From(refusal);

        var (options, state) = await passkeys.BeginAssertion(party, Key, []);
        await Keep(WayBack(link), state, link.ExpiresAt);
        return new RecoveryReply.PasskeyAsked { Options = options };
    }

    private static string WayBack(LinkProof link) => string.Create(CultureInfo.InvariantCulture, $"back{link.Number}");

    private EntryCommand.SubmitPasskey PasskeyCommand(EntryTicket ticket, Visit visit) => new()
    {
        At = clock.GetUtcNow(), Nonce = ticket.Nonce, ExpiresAt = ticket.ExpiresAt, Caller = CallerOf(visit),
        Around = AroundOf(ticket, visit), Verdict = new CodeVerdict.Wrong(), Seed = NoSeed,
    };

    // What is asked for and refused unseen begins no session.
    private static readonly EntrySeed NoSeed = new(new SessionSeed("", []), "", []);

    /// <summary>Finds out what a code, or an authenticator's answer, is. An asking is used up before its answer is looked at; nothing
    /// else is.</summary>
    private async ValueTask<CodeVerdict> Judge(string method, string code, DateTimeOffset now, string asked) =>
        method == Method.Passkey ? await Judge(asked, code) : Judge(method, code, now);

    private async ValueTask<CodeVerdict> Judge(string asked, string answer) =>
        PasskeyRules.Judge(
            _account,
            await Ceremonies(asked, out var name).Take(name) is { } state
                ? await passkeys.VerifyAssertion(party, state, Key, Credentials(), answer)
                : new AssertionVerdict.Wrong());

    // A credential is one account's alone (W-06): it is claimed before the account says that it has it.
    private async Task<PasskeyCredential?> TakeNew(Session own, string answer)
    {
        if (await Ceremonies(Adding + own.Id, out var name).Take(name) is not { } state) return null;

        var verdict = await passkeys.VerifyRegistration(party, state, Credentials(), answer);
        return verdict is RegistrationVerdict.Right { Credential: var credential } && await OwnerOf(credential).Claim(Key)
            ? credential
            : null;
    }

    private async Task<SessionAnswer> KeepAsked(string asked, PasskeyCeremony ceremony)
    {
        await Keep(asked, ceremony.State, DateTimeOffset.MaxValue);
        return new SessionAnswer.Done<string> { Value = ceremony.Options };
    }

    private Task Keep(string asked, string state, DateTimeOffset atMost)
    {
        var until = clock.GetUtcNow() + PasskeyPolicy.CeremonyFor;
        return Ceremonies(asked, out var name).Keep(name, state, until < atMost ? until : atMost);
    }

    private IPasskeyCeremoniesGrain Ceremonies(string asked, out string name)
    {
        name = keys.NameCeremony(Key + asked);
        return GrainFactory.GetGrain<IPasskeyCeremoniesGrain>(name[..3]);
    }

    private IPasskeyOwnerGrain OwnerOf(PasskeyCredential credential) =>
        GrainFactory.GetGrain<IPasskeyOwnerGrain>(keys.NameCredential(credential.Id.AsSpan()));

    // Those that nobody changed in the store (ASVS 6.7.1): another one is as good as unknown.
    private ImmutableArray<PasskeyCredential> Credentials()
    {
        var intact = PasskeyRules.Intact(_account, keys);
        if (intact.Length < _account.Passkeys.Length) log.PasskeyChanged(Key);
        return intact;
    }

    private static PasskeyView ViewOf(Passkey p) => new()
    {
        Id = p.Id, Name = p.Name, Since = p.Since, LastUsedAt = p.LastUsedAt, BackedUp = p.Credential.BackedUp,
    };
}
