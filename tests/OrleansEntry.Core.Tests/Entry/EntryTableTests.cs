using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Entry;
using OrleansEntry.Core.SecondFactor;
using Xunit;
using static OrleansEntry.Core.Tests.Scene;

namespace OrleansEntry.Core.Tests.Entry;

/// <summary>Every state × every command of the door.</summary>
public sealed class EntryTableTests
{
    private const string Refused = "WrongStep WrongStep WrongStep WrongStep WrongStep WrongStep";

    // Commands, in the order of the columns: begin; passcode right after a check, right without; wrong after a check, wrong without ·
    // authenticator code right, used, of another time, wrong; recovery code right, wrong.
    [Theory]
    [InlineData("stand-in", "CheckDue NotAdmitted CheckDue NotAdmitted CheckDue", Refused)]
    [InlineData("no factor", "CheckDue Admitted CheckDue NotAdmitted CheckDue", Refused)]
    [InlineData("known device", "PasscodeDue Admitted Admitted NotAdmitted NotAdmitted", Refused)]
    [InlineData("known device after a failure", "CheckDue Admitted CheckDue NotAdmitted CheckDue", Refused)]
    [InlineData("totp", "CheckDue SecondFactorDue:totp CheckDue NotAdmitted CheckDue", Refused)]
    [InlineData("totp and codes", "CheckDue SecondFactorDue:totp,recovery-code CheckDue NotAdmitted CheckDue", Refused)]
    [InlineData("totp and codes on a known device",
        "PasscodeDue SecondFactorDue:totp,recovery-code SecondFactorDue:totp,recovery-code NotAdmitted NotAdmitted", Refused)]
    [InlineData("awaiting", "WrongStep WrongStep WrongStep WrongStep WrongStep",
        "Admitted CodeRefused:used CodeRefused:clock CodeRefused:wrong Admitted CodeRefused:wrong")]
    [InlineData("another entry awaits", "CheckDue SecondFactorDue:totp,recovery-code CheckDue NotAdmitted CheckDue", Refused)]
    [InlineData("finished", "WrongStep WrongStep WrongStep WrongStep WrongStep", Refused)]
    [InlineData("passcode waits", "Waiting Waiting Waiting Waiting Waiting", Refused)]
    [InlineData("awaiting, totp waits", "WrongStep WrongStep WrongStep WrongStep WrongStep",
        "Waiting Waiting Waiting Waiting Admitted CodeRefused:wrong")]
    [InlineData("awaiting, passcode waits", "WrongStep WrongStep WrongStep WrongStep WrongStep",
        "Admitted CodeRefused:used CodeRefused:clock CodeRefused:wrong Admitted CodeRefused:wrong")]
    [InlineData("passcode out of use", "OutOfUse OutOfUse OutOfUse OutOfUse OutOfUse", Refused)]
    [InlineData("awaiting, totp out of use", "WrongStep WrongStep WrongStep WrongStep WrongStep",
        "OutOfUse OutOfUse OutOfUse OutOfUse Admitted CodeRefused:wrong")]
    [InlineData("expired", "Expired Expired Expired Expired Expired", "Expired Expired Expired Expired Expired Expired")]
    [InlineData("awaiting, expired", "Expired Expired Expired Expired Expired", "Expired Expired Expired Expired Expired Expired")]
    [InlineData("too many entries since", "Expired Expired Expired Expired Expired", "Expired Expired Expired Expired Expired Expired")]
    public void The_door(string state, string firstStep, string secondStep)
    {
        var scene = Arrange(state);

        var answers = Commands(scene).Select(command => Told(scene, command));

        Assert.Equal($"{firstStep} {secondStep}".Split(' '), answers);
    }

    private sealed record Situation(Account Account, string Nonce, DateTimeOffset At, DateTimeOffset ExpiresAt, Caller Caller);

    private static Situation Arrange(string state)
    {
        var door = state is "stand-in" ? Door.StandIn()
            : state is "totp" ? Door.WithTotp(codes: 0) : NeedsTotp(state) ? Door.WithTotp() : Door.Opened();
        var (at, nonce, caller) = (Noon, "new", Stranger);
        switch (state)
        {
            case "known device":
                door.Enter(Noon.AddDays(-2));
                caller = door.FirstDevice;
                break;
            case "known device after a failure":
                door.Enter(Noon.AddDays(-2));
                caller = door.FirstDevice;
                door.Do(door.Passcode(Noon.AddHours(-1), right: false, caller));
                break;
            case "totp and codes on a known device":
                caller = door.FirstDevice;
                break;
            case "another entry awaits":
                door.Await(at.AddMinutes(-1));
                break;
            case "awaiting" or "awaiting, expired":
                nonce = door.Await(at);
                break;
            case "finished":
                nonce = door.Await(at);
                door.Do(door.Code(at, RightAt(at), nonce));
                break;
            case "passcode waits":
                door.FailPasscodes(at, 5);
                break;
            case "awaiting, passcode waits":
                nonce = door.Await(at);
                door.FailPasscodes(at, 5);
                break;
            case "awaiting, totp waits":
                door.FailCodes(at, 5);
                nonce = door.Await(at);
                break;
            case "passcode out of use":
                at = door.FailPasscodes(at, 80).AddHours(2);
                break;
            case "awaiting, totp out of use":
                at = door.FailCodes(at, 80).AddHours(2);
                nonce = door.Await(at);
                break;
            case "too many entries since":
                for (var i = 0; i < 32; i++) door.Await(at);
                break;
        }

        return new(door.Account, nonce, at, state.EndsWith("expired", StringComparison.Ordinal) ? at : at.AddMinutes(10), caller);
    }

    private static bool NeedsTotp(string state) => state.StartsWith("awaiting", StringComparison.Ordinal)
        || state is "totp and codes" or "totp and codes on a known device" or "another entry awaits" or "finished"
        or "too many entries since";

    private static IEnumerable<EntryCommand> Commands(Situation s)
    {
        yield return new EntryCommand.Begin { At = s.At, Nonce = s.Nonce, ExpiresAt = s.ExpiresAt, Caller = s.Caller };
        foreach (var right in (bool[])[true, false])
            foreach (var check in (bool[])[true, false])
                yield return new EntryCommand.SubmitPasscode
                {
                    At = s.At, Nonce = s.Nonce, ExpiresAt = s.ExpiresAt, Caller = s.Caller, CheckPassed = check, Right = right,
                    Seed = Seed(900),
                };

        (string, CodeVerdict)[] codes =
        [
            (Method.Totp, RightAt(s.At)), (Method.Totp, new CodeVerdict.Used()),
            (Method.Totp, new CodeVerdict.OtherTime(StepAt(s.At) + 3, TimeSpan.FromSeconds(90))),
            (Method.Totp, Wrong), (Method.RecoveryCode, new CodeVerdict.RightCode(0)), (Method.RecoveryCode, Wrong),
        ];
        foreach (var (method, verdict) in codes)
            yield return new EntryCommand.SubmitSecondFactor
            {
                At = s.At, Nonce = s.Nonce, ExpiresAt = s.ExpiresAt, Caller = s.Caller, Method = method, Verdict = verdict,
                Seed = Seed(900),
            };
    }

    private static string Told(Situation scene, EntryCommand command)
    {
        var (answer, next) = EntryDecider.Decide(scene.Account, command, Policy);

        // What is refused unseen is refused whatever it would have turned out to be; and nothing is written.
        var looked = answer is EntryAnswer.NotAdmitted or EntryAnswer.SecondFactorDue or EntryAnswer.Admitted or EntryAnswer.CodeRefused;
        Assert.Equal(looked && next.Exists, !ReferenceEquals(scene.Account, next)
            && next.Activity.Sequence > scene.Account.Activity.Sequence);
        if (!looked) Assert.Same(scene.Account, next);
        if (looked) Assert.Null(EntryDecider.RefuseUnseen(scene.Account, command, Policy));

        return answer switch
        {
            EntryAnswer.SecondFactorDue due => $"SecondFactorDue:{string.Join(',', due.Methods)}",
            EntryAnswer.CodeRefused refused => $"CodeRefused:{refused.Reason}",
            _ => answer.GetType().Name,
        };
    }
}
