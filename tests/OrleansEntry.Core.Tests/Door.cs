using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Entry;
using OrleansEntry.Core.SecondFactor;
using OrleansEntry.Core.Sessions;
using Xunit;
using static OrleansEntry.Core.Tests.Scene;

namespace OrleansEntry.Core.Tests;

/// <summary>An account and what happened to it: scenes are arranged by past events, as a shell would bring them about.</summary>
internal sealed class Door
{
    private int _drawn;

    public Account Account { get; set; } = new() { Id = Id() };

    public EntryPolicy Policy { get; init; } = Scene.Policy;

    public static Door StandIn() => new();

    public static Door Opened(EntryPolicy? policy = null)
    {
        var door = new Door { Policy = policy ?? Scene.Policy };
        door.Account = AccountRules.Open(door.Account, "protected", "hash", shortPasscode: false, Noon.AddDays(-10), Stranger);
        return door;
    }

    /// <summary>With an authenticator and this many recovery codes, enrolled nine days before noon on a device that is known
    /// since.</summary>
    public static Door WithTotp(int codes = RecoveryCode.SetSize, EntryPolicy? policy = null)
    {
        var door = Opened(policy);
        door.Enrol(door.Enter(Noon.AddDays(-9)), Noon.AddDays(-9), codes);
        return door;
    }

    /// <summary>The device that became known first.</summary>
    public Caller FirstDevice => On(Account.Devices[0].Id);

    public string NewNonce() => $"entry {++_drawn}";

    public EntryAnswer Do(EntryCommand command)
    {
        var (answer, next) = EntryDecider.Decide(Account, command, Policy);
        Account = next;
        return answer;
    }

    public CommandAnswer Do(Decision<CommandAnswer> decision)
    {
        Account = decision.Account;
        return decision.Answer;
    }

    public EntryCommand.SubmitPasscode Passcode(
        DateTimeOffset at, bool right, Caller? caller = null, string? nonce = null, bool check = true) => new()
    {
        At = at, Nonce = nonce ?? NewNonce(), ExpiresAt = at + Policy.EntryFor, Caller = caller
            ?? Stranger, CheckPassed = check, Right = right,
        Seed = Seed(++_drawn),
    };

    public EntryCommand.SubmitSecondFactor Code(
        DateTimeOffset at, CodeVerdict verdict, string nonce, Caller? caller = null, string method = Method.Totp) => new()
        {
            At = at, Nonce = nonce, ExpiresAt = at + Policy.EntryFor, Caller = caller ?? Stranger, Method = method, Verdict = verdict,
            Seed = Seed(++_drawn),
        };

    /// <summary>An entry whose passcode was right and that waits for its second factor.</summary>
    public string Await(DateTimeOffset at, Caller? caller = null)
    {
        var nonce = NewNonce();
        Assert.IsType<EntryAnswer.SecondFactorDue>(Do(Passcode(at, right: true, caller, nonce)));
        return nonce;
    }

    /// <summary>The whole flow; gives the session.</summary>
    public Session Enter(DateTimeOffset at, Caller? caller = null)
    {
        var nonce = NewNonce();
        var answer = Do(Passcode(at, right: true, caller, nonce));
        if (answer is EntryAnswer.SecondFactorDue) answer = Do(Code(at, RightAt(at), nonce, caller));
        return Assert.IsType<EntryAnswer.Admitted>(answer).Session;
    }

    public Session Enrol(Session own, DateTimeOffset at, int codes = RecoveryCode.SetSize)
    {
        Do(SecondFactorRules.Begin(Account, own, "secret", 30, at, Policy.SecondFactor, Policy.Sessions));
        return Assert.IsType<CommandAnswer.Done>(Do(SecondFactorRules.Confirm(
            Account, own, RightAt(at), [.. Enumerable.Range(0, codes).Select(i => Hash(0x20000 + i))],
            SessionSeed(++_drawn), at, CallerOf(own), Policy.Holds))).Session;
    }

    public Caller CallerOf(Session own) => new(Account.LaneOf(own), "198.51.100.0/24", "app");

    public SessionSeed NewSeed() => SessionSeed(++_drawn);

    /// <summary>Fails until a budget is used up, each time as soon as it is looked at again,
    /// and gives the time of the last failure.</summary>
    public DateTimeOffset FailPasscodes(DateTimeOffset at, int times, Caller? caller = null)
    {
        for (var i = 0; i < times; i++)
        {
            var answer = Do(Passcode(at, right: false, caller));
            if (answer is EntryAnswer.Waiting waiting)
            {
                at = waiting.Until;
                answer = Do(Passcode(at, right: false, caller));
            }

            Assert.IsType<EntryAnswer.NotAdmitted>(answer);
        }

        return at;
    }

    /// <summary>The same with second factors.</summary>
    public DateTimeOffset FailCodes(DateTimeOffset at, int times, Caller? caller = null, string method = Method.Totp)
    {
        for (var i = 0; i < times; i++)
        {
            var answer = Do(Code(at, Wrong, Await(at, caller), caller, method));
            if (answer is EntryAnswer.Waiting waiting)
            {
                at = waiting.Until;
                answer = Do(Code(at, Wrong, Await(at, caller), caller, method));
            }

            Assert.IsType<EntryAnswer.CodeRefused>(answer);
        }

        return at;
    }
}
