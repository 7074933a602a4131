using System.Collections.Immutable;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Entry;
using OrleansEntry.Core.SecondFactor;
using OrleansEntry.Core.Sessions;
using OrleansEntry.Core.Throttling;
using Xunit;
using static OrleansEntry.Core.Tests.Scene;

namespace OrleansEntry.Core.Tests.Entry;

/// <summary>What a client does. <paramref name="Who"/>: 0 brings no device, 1 to 3 bring a secret of theirs. <paramref name="Slot"/>:
/// which of a few entries it goes on with. <paramref name="Value"/>: which code it tries.</summary>
internal sealed record Move(Act Act, int Who, int Slot, int Value, int PauseSeconds);

internal enum Act
{
    Begin, RightPasscode, WrongPasscode, UncheckedPasscode, Totp, RecoveryCode,
    ConfirmTotp, ConfirmRecoveryCode, Leave, EndOthers, ChangePasscode, RenewCodes, ReEnrol,
}

/// <summary>Plays the shell around the rules, knows the true secrets, and keeps the history that the checks are made on.</summary>
internal sealed class DoorModel
{
    private readonly Dictionary<int, (string Nonce, DateTimeOffset ExpiresAt)> _slots = [];
    private readonly Dictionary<string, (bool Checked, bool Passcode)> _shown = new(StringComparer.Ordinal);
    private readonly Dictionary<long, List<long>> _stepsOfSeed = [];
    private readonly HashSet<(int Seed, long Step)> _named = [];
    private readonly HashSet<string> _usedCodes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _admitted = new(StringComparer.Ordinal);
    private readonly PaceOracle _pace = new();
    private int _drawn, _seed, _codeSet;
    private ImmutableArray<byte[]> _codes = [];

    public DoorModel(bool exists, bool enrolled)
    {
        Account = exists ? Door.Opened().Account : Door.StandIn().Account;
        if (!enrolled) return;

        var door = Door.WithTotp(codes: 0);
        _codes = NewCodes();
        Account = door.Account with { RecoveryCodes = new RecoveryCodeSet(_codes, Noon) };
        foreach (var session in Account.Sessions) _admitted.Add(session.Id);
        _drawn = 100;
    }

    public Account Account { get; private set; }

    public DateTimeOffset Now { get; private set; } = Noon;

    public List<ActivityEntry> Log { get; } = [];

    public List<string> Answers { get; } = [];

    public void Play(Move move)
    {
        Now = Now.AddSeconds(move.PauseSeconds);
        Answers.Add(move.Act switch
        {
            Act.Begin => Begin(move).GetType().Name,
            Act.RightPasscode => Passcode(move, true, true),
            Act.WrongPasscode => Passcode(move, false, true),
            Act.UncheckedPasscode => Passcode(move, true, false),
            Act.Totp or Act.RecoveryCode => Code(move),
            _ => Inside(move),
        });

        // The log takes over what it is owed, as after every write.
        Log.AddRange(Account.Activity.Undelivered);
        Account = Account with { Activity = Account.Activity.Without(Account.Activity.Sequence) };
        CheckState();
    }

    private Caller CallerOf(Move move) => new(Account.LaneOf(move.Who == 0 ? null : Hash(0x40000 + move.Who)), "network", "agent");

    private EntrySeed NewSeed(Move move) =>
        new(SessionSeed(++_drawn), Name(0x50000 + _drawn), move.Who == 0 ? Hash(0x50000 + _drawn) : Hash(0x40000 + move.Who));

    private EntryAnswer Begin(Move move)
    {
        _slots[move.Slot] = ($"entry {++_drawn}", Now + Policy.EntryFor);
        return Do(
            new EntryCommand.Begin { At = Now, Nonce = _slots[move.Slot].Nonce, ExpiresAt = _slots[move.Slot].ExpiresAt,
                Caller = CallerOf(move) });
    }

    private string Passcode(Move move, bool right, bool check)
    {
        if (!_slots.TryGetValue(move.Slot, out var entry) || move.Value % 2 == 0) Begin(move);
        entry = _slots[move.Slot];
        var caller = CallerOf(move);
        var begin = new EntryCommand.Begin { At = Now, Nonce = entry.Nonce, ExpiresAt = entry.ExpiresAt, Caller = caller };
        var unseen = EntryDecider.RefuseUnseen(Account, begin, Policy);
        var due = EntryDecider.Weigh(Account, begin, Policy).Asks;

        // A stand-in admits nobody, whatever its shell claims.
        var accepted = right && Account.Exists;

        var answer = Do(new EntryCommand.SubmitPasscode
        {
            At = Now, Nonce = entry.Nonce, ExpiresAt = entry.ExpiresAt, Caller = caller, CheckPassed = check && due, Right = right,
            Seed = NewSeed(move),
        });
        Assert.Equal(
            unseen is not null, answer is EntryAnswer.WrongStep or EntryAnswer.Expired or EntryAnswer.Waiting or EntryAnswer.OutOfUse);
        if (unseen is not null || answer is EntryAnswer.CheckDue) return answer.GetType().Name;

        Assert.True(check || !due);
        _pace.Verified(caller.Lane, Authenticator.Passcode, accepted, Now);
        if (accepted) Assert.True(_shown.TryAdd(entry.Nonce, (true, true)), "an entry takes one passcode");
        if (answer is EntryAnswer.Admitted admitted) Admitted(admitted.Session, entry.Nonce, []);
        return answer.GetType().Name;
    }

    private string Code(Move move)
    {
        // Most codes are tried in an entry that has come so far; the others show that order counts.
        if (move.Value % 3 != 0) Passcode(move with { Value = 0 }, true, true);
        if (!_slots.TryGetValue(move.Slot, out var entry)) return "nothing";

        var method = move.Act == Act.Totp ? Method.Totp : Method.RecoveryCode;
        var (verdict, which) = Judge(method, move.Value);
        var caller = CallerOf(move);
        var command = new EntryCommand.SubmitSecondFactor
        {
            At = Now, Nonce = entry.Nonce, ExpiresAt = entry.ExpiresAt, Caller = caller, Method = method, Verdict = verdict,
            Seed = NewSeed(move),
        };
        var unseen = EntryDecider.RefuseUnseen(Account, command, Policy);
        var answer = Do(command);
        if (unseen is not null) return answer.GetType().Name;

        Looked(caller.Lane, method, verdict, which);
        if (answer is EntryAnswer.Admitted admitted) Admitted(admitted.Session, entry.Nonce, [method]);
        return answer.GetType().Name;
    }

    private string Inside(Move move)
    {
        if (Account.Sessions.LastOrDefault(s => s.IsLive(Now, Policy.Sessions)) is not { } own) return "nobody";

        var caller = new Caller(Account.LaneOf(own), "network", "agent");
        return move.Act switch
        {
            Act.Leave => Do(SessionRules.Leave(Account, own, Now, caller)),
            Act.EndOthers => Do(SessionRules.EndOthers(Account, own, Now, caller, Policy.Sessions)),
            Act.ChangePasscode => Change(own, caller),
            Act.RenewCodes => Renew(own, caller),
            Act.ReEnrol => ReEnrol(own, caller),
            _ => Confirm(move, own, caller),
        };
    }

    private string Confirm(Move move, Session own, Caller caller)
    {
        if (Account.Totp is null) return "no factor";
        var method = move.Act == Act.ConfirmTotp ? Method.Totp : Method.RecoveryCode;
        if (PresenceRules.RefuseUnseen(Account, own, method, Now, Policy) is { } refusal) return refusal.GetType().Name;

        var (verdict, which) = Judge(method, move.Value);
        _pace.Verified(caller.Lane, Authenticator.Passcode, true, Now);
        var told = Do(PresenceRules.Confirm(
            Account, own, new PresenceProof(Now, true, method, verdict, SessionSeed(++_drawn)), caller, Policy));
        Looked(caller.Lane, method, verdict, which);
        return told;
    }

    private string Change(Session own, Caller caller)
    {
        if (PresenceRules.RefuseChangeUnseen(Account, own, Now, Policy) is { } refusal) return refusal.GetType().Name;

        _pace.Verified(caller.Lane, Authenticator.Passcode, true, Now);
        var told = Do(
            PresenceRules.ChangePasscode(
                Account, own, new PresenceProof(Now, true, null, null, SessionSeed(++_drawn)), ("new", false), caller, Policy));
        Assert.Equal(own.Id, Assert.Single(Account.Sessions).Id);
        Assert.All(Account.Entries, e => Assert.IsType<OpenEntry.Finished>(e));
        return told;
    }

    private string Renew(Session own, Caller caller)
    {
        var next = NewCodes();
        var (answer, account) = SecondFactorRules.RenewRecoveryCodes(Account, own, next, Now, caller, Policy.Sessions, Policy.Holds);
        Account = account;
        if (answer is not CommandAnswer.Done) return answer.GetType().Name;

        _codes = next;
        _pace.Forget(Authenticator.RecoveryCode);
        return "Done";
    }

    private string ReEnrol(Session own, Caller caller)
    {
        if (Do(SecondFactorRules.Begin(Account, own, "secret", 30, Now, Policy.SecondFactor, Policy.Sessions)) != "Done")
            return "ConfirmationDue";

        (_seed, _codes) = (_seed + 1, NewCodes());
        Assert.Equal("Done",
            Do(SecondFactorRules.Confirm(Account, own, RightAt(Now), _codes, SessionSeed(++_drawn), Now, caller, Policy.Holds)));
        _stepsOfSeed[_seed] = [StepAt(Now)];
        _pace.Forget(Authenticator.Totp);
        _pace.Forget(Authenticator.RecoveryCode);
        return "Done";
    }

    private ImmutableArray<byte[]> NewCodes()
    {
        _codeSet++;
        return [.. Enumerable.Range(0, RecoveryCode.SetSize).Select(i => Hash((0x60000 * _codeSet) + i))];
    }

    // A code is told apart by its value: of a step near now, of one of the ten recovery codes, or of nothing.
    private (CodeVerdict Verdict, long Which) Judge(string method, int value)
    {
        if (method == Method.RecoveryCode)
        {
            if (value >= _codes.Length || Account.RecoveryCodes is not { } set) return (Wrong, -1);
            var index = set.Hashes.IndexOf(_codes[value]);
            return (index < 0 ? Wrong : new CodeVerdict.RightCode(index), value);
        }

        var step = StepAt(Now) + value - 10;
        return Account.Totp is { } totp ? (TotpRules.Judge(value < 20 ? [step] : [], totp, Now), step) : (Wrong, -1);
    }

    private void Looked(Lane lane, string method, CodeVerdict verdict, long which)
    {
        _pace.Verified(lane, Method.AuthenticatorOf(method)!.Value, verdict.IsRight, Now);
        switch (verdict)
        {
            case CodeVerdict.RightStep right:
                Assert.InRange(right.Step, StepAt(Now) - 1, StepAt(Now));
                Assert.DoesNotContain((_seed, right.Step), _named);
                var steps = _stepsOfSeed.TryGetValue(_seed, out var known) ? known : _stepsOfSeed[_seed] = [];
                Assert.True(steps.Count == 0 || right.Step > steps[^1], "accepted steps rise");
                steps.Add(right.Step);
                break;
            case CodeVerdict.RightCode:
                Assert.True(_usedCodes.Add(Convert.ToHexString(_codes[(int)which])), "a recovery code is accepted once");
                break;
            case CodeVerdict.OtherTime other when other.Step > StepAt(Now):
                _named.Add((_seed, other.Step));
                break;
        }
    }

    private void Admitted(Session session, string nonce, string[] second)
    {
        Assert.Equal((true, true), _shown[nonce]);
        Assert.Equal(Account.Totp is not null, second.Length == 1);
        Assert.Equal(["passcode", .. second], session.Methods);
        Assert.True(_admitted.Add(session.Id));
    }

    private EntryAnswer Do(EntryCommand command)
    {
        var (answer, next) = EntryDecider.Decide(Account, command, Policy);
        Account = next;
        return answer;
    }

    private string Do(Decision<CommandAnswer> decision)
    {
        Account = decision.Account;
        return decision.Answer.GetType().Name;
    }

    private void CheckState()
    {
        Assert.InRange(Account.Sessions.Length, 0, 20);
        Assert.InRange(Account.Devices.Length, 0, 20);
        Assert.InRange(Account.Entries.Count(e => e.OnKnownDevice), 0, 32);
        Assert.InRange(Account.Entries.Count(e => !e.OnKnownDevice), 0, 32);
        Assert.All(Account.Sessions, s => Assert.Contains(s.Id, _admitted));
        _pace.Check(Account, Now);
    }
}
