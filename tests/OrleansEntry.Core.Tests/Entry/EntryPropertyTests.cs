using CsCheck;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Entry;
using OrleansEntry.Core.SecondFactor;
using OrleansEntry.Core.Tests.Activity;
using OrleansEntry.Core.Throttling;
using Xunit;
using static OrleansEntry.Core.Tests.Scene;

namespace OrleansEntry.Core.Tests.Entry;

/// <summary>Whatever clients do in whatever order; <see cref="DoorModel"/> holds the rules' promises against the history after each
/// move.</summary>
public sealed class EntryPropertyTests
{
    private static readonly Gen<int> Pauses = Of(0, 0, 1, 10, 29, 30, 31, 60, 300, 601, 3599, 3600, 7200, 86_400, 90_000);

    private static Gen<T> Of<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static Gen<Move[]> Moves(Gen<Act> acts, Gen<int> pauses, int most) =>
        Gen.Select(acts, Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[0, 24], pauses)
            .Select((act, who, slot, value, pause) => new Move(act, who, slot, value, pause))
            .Array[1, most];

    private static readonly Gen<Act> Any = Of(Enum.GetValues<Act>());
    private static readonly Gen<Act> AtTheDoor = Of(Act.Begin, Act.WrongPasscode, Act.UncheckedPasscode, Act.Totp, Act.RecoveryCode);

    [Fact]
    public void With_a_second_factor() =>
        Moves(Any, Pauses, 120).Sample(moves => Play(new DoorModel(exists: true, enrolled: true), moves), iter: 300);

    [Fact]
    public void Without_a_second_factor() =>
        Moves(Any, Pauses, 120).Sample(moves => Play(new DoorModel(exists: true, enrolled: false), moves), iter: 300);

    [Fact]
    public void Fast_enough_to_fill_every_limit() =>
        Moves(Of(Act.RightPasscode, Act.Totp), Of(0, 1, 30), 200)
            .Sample(moves => Play(new DoorModel(exists: true, enrolled: moves[0].Slot > 1), moves), iter: 40);

    // Three devices become known; then hundreds of guesses, each as late as the longest wait.
    [Fact]
    public void Patient_enough_to_reach_the_hard_stops() =>
        Gen.Select(Of(0, 0, 1, 2, 3), Gen.Int[0, 3], Of(3600, 3601, 7200)).Array[330, 360].Sample(guesses =>
        {
            var model = new DoorModel(exists: true, enrolled: true);
            foreach (var who in (int[])[1, 2, 3]) model.Play(new Move(Act.Totp, who, 0, Value: 10, PauseSeconds: 30));
            Assert.All(model.Answers, answer => Assert.Equal("Admitted", answer));

            Play(model, [.. guesses.Select(g => new Move(Act.RecoveryCode, g.Item1, g.Item2, Value: 22, g.Item3))]);

            Assert.Equal(80, model.Account.Strangers.RecoveryCode.InARow);
            Assert.Equal(20, model.Account.Devices.Sum(d => d.Meters.RecoveryCode.InARow));
        }, iter: 10);

    [Fact]
    public void A_stand_in_admits_nobody_and_logs_nothing() => Moves(Any, Pauses, 80).Sample(moves =>
    {
        var model = new DoorModel(exists: false, enrolled: false);
        foreach (var move in moves) model.Play(move);

        Assert.DoesNotContain("Admitted", model.Answers);
        Assert.DoesNotContain("SecondFactorDue", model.Answers);
        Assert.Empty(model.Log);
        Assert.Equal(Door.StandIn().Account with { Strangers = model.Account.Strangers }, model.Account);
    }, iter: 300);

    [Fact]
    public void Who_knows_no_passcode_can_not_tell_a_stand_in_from_an_account() => Moves(AtTheDoor, Pauses, 150).Sample(moves =>
    {
        var guesses = moves.Select(m => m with
            { Act = m.Act is Act.UncheckedPasscode ? Act.WrongPasscode : m.Act,
                Value = m.Act is Act.Totp or Act.RecoveryCode ? 3 : m.Value });
        var (account, standIn) = (new DoorModel(exists: true, enrolled: true), new DoorModel(exists: false, enrolled: false));

        foreach (var move in guesses)
        {
            account.Play(move);
            standIn.Play(move);
        }

        Assert.Equal(account.Answers, standIn.Answers);
    }, iter: 200);

    [Fact]
    public void Whatever_the_clock_does_steps_rise_and_waits_end() =>
        Gen.Select(Gen.Int[-40, 45], Gen.Int[-3, 3], Gen.Bool).Array[1, 200].Sample(tries =>
    {
        var (door, now, last) = (Door.WithTotp(), Noon, 0L);
        foreach (var (pause, ahead, right) in tries)
        {
            now = now.AddSeconds(pause);
            var nonce = door.NewNonce();
            if (door.Do(door.Passcode(now, right, Stranger, nonce)) is not EntryAnswer.SecondFactorDue) continue;

            var verdict = TotpRules.Judge([StepAt(now) + ahead], door.Account.Totp!, now);
            if (door.Do(door.Code(now, verdict, nonce)) is not EntryAnswer.Admitted) continue;
            var step = ((CodeVerdict.RightStep)verdict).Step;
            Assert.True(step > last);
            last = step;
        }

        foreach (var authenticator in Enum.GetValues<Authenticator>())
            for (var at = now.AddSeconds(-7200); at < now.AddSeconds(7200); at = at.AddSeconds(600))
                if (Pace.Ask(door.Account, Lane.Stranger, authenticator, at, Policy.Pace) is PaceVerdict.Waiting waiting)
                    Assert.True(waiting.Until - at <= TimeSpan.FromHours(2));
    }, iter: 200);

    private static void Play(DoorModel model, Move[] moves)
    {
        foreach (var move in moves) model.Play(move);

        // One admission in the log for every session there was, and the log is whole.
        var log = model.Log;
        Assert.Equal(Enumerable.Range(1, log.Count).Select(i => (long)i), log.Select(e => e.Sequence));
        Assert.Equal(new ActivityVerdict.Intact(log.Count, model.Account.Activity.Hash), ActivityVerifier.Verify(Lines.Export(log)));
        var admitted = log.Where(e => e.Kind == ActivityKind.Admitted).Select(e => e.SessionId!).ToArray();
        Assert.Equal(admitted.Length, admitted.Distinct().Count());
        Assert.All(model.Account.Sessions, s => Assert.Contains(s.Id, admitted));
        Assert.All(log.Where(e => e.Kind == ActivityKind.SessionEnded), e => Assert.Contains(e.SessionId, admitted));
        Assert.All(log, e => Assert.Contains(e.Kind, ActivityKind.All));
        Assert.Equal(admitted.Length, model.Account.Sessions.Length + log.Count(e => e.Kind == ActivityKind.SessionEnded));
    }
}
