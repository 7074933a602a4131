using System.Globalization;
using OrleansEntry.Core.Entry;
using OrleansEntry.Core.SecondFactor;
using OrleansEntry.Core.Throttling;
using Xunit;
using static OrleansEntry.Core.Tests.Scene;

namespace OrleansEntry.Core.Tests.Throttling;

public sealed class PaceTests
{
    // Times, when (after noon), who (s: strangers; d, e: two devices the account knows), passcode, answer.
    [Theory]
    [InlineData("5 0s s wrong NotAdmitted, 1 0s s right Waiting@30s, 1 29s s right Waiting@30s, 1 30s s right Admitted")]
    [InlineData("5 0s s wrong NotAdmitted, 1 30s s wrong NotAdmitted, 1 89s s wrong Waiting@90s, 1 90s s wrong NotAdmitted, "
        + "1 91s s right Waiting@210s")]
    [InlineData("4 0s s wrong NotAdmitted, 1 1s s right Admitted, 4 2s s wrong NotAdmitted, 1 3s s right Admitted")]
    [InlineData("4 0s s wrong NotAdmitted, 5 24h s wrong NotAdmitted, 1 24h s right Waiting@86430s")]
    [InlineData("4 0s s wrong NotAdmitted, 1 23h s wrong NotAdmitted, 1 23h s right Waiting@82830s")]
    [InlineData("5 0s s wrong NotAdmitted, 1 1s s right Waiting@30s, 1 1s d right Admitted, 1 2s s right Waiting@30s")]
    [InlineData("5 0s d wrong NotAdmitted, 1 1s d right Waiting@30s, 1 1s s wrong NotAdmitted, 1 1s e right Admitted, "
        + "1 2s d right Waiting@30s")]
    [InlineData("4 0s d wrong NotAdmitted, 4 0s e wrong NotAdmitted, 1 1s d right Admitted, 1 1s e wrong NotAdmitted, "
        + "1 2s e right Waiting@31s")]
    [InlineData("5 60s s wrong NotAdmitted, 1 50s s right Waiting@90s, 1 20s s right Admitted")]
    public void Attempts_over_time(string timeline)
    {
        var door = Door.Opened();
        door.Enter(Noon.AddDays(-2));
        door.Enter(Noon.AddDays(-2));
        var told = new List<string>();

        foreach (var words in timeline.Split(", ").Select(entry => entry.Split(' ')))
            for (var i = 0; i < int.Parse(words[0], CultureInfo.InvariantCulture); i++)
            {
                var caller =
                    words[2] switch { "s" => Stranger, "d" => On(door.Account.Devices[0].Id), _ => On(door.Account.Devices[1].Id) };
                var answer = door.Do(door.Passcode(At(words[1]), words[3] == "right", caller));
                told.Add($"{words[0]} {words[1]} {words[2]} {words[3]} {Spell(answer)}");
            }

        Assert.Equal(timeline.Split(", "), told.Distinct());
    }

    [Fact]
    public void Eighty_failures_of_strangers_put_the_passcode_out_of_use_for_them_alone()
    {
        var door = Door.WithTotp();
        var at = door.FailPasscodes(Noon, 80).AddDays(30);

        Assert.IsType<EntryAnswer.OutOfUse>(door.Do(door.Passcode(at, right: true)));
        Assert.IsType<EntryAnswer.SecondFactorDue>(door.Do(door.Passcode(at, right: true, door.FirstDevice)));
        Assert.IsType<EntryAnswer.SecondFactorDue>(door.Do(door.Passcode(at, right: true)));
    }

    [Fact]
    public void Twenty_failures_of_all_known_devices_together_put_it_out_of_use_for_them()
    {
        var door = Door.Opened();
        for (var i = 0; i < 3; i++) door.Enter(Noon.AddDays(-2));
        var at = Noon;
        foreach (var (device, failures) in new[] { (0, 7), (1, 7), (2, 6) })
            at = door.FailPasscodes(at, failures, On(door.Account.Devices[device].Id));

        at = at.AddDays(3);
        Assert.All(door.Account.Devices, d => Assert.IsType<EntryAnswer.OutOfUse>(door.Do(door.Passcode(at, right: true, On(d.Id)))));
        Assert.IsType<EntryAnswer.Admitted>(door.Do(door.Passcode(at, right: true)));
    }

    [Fact]
    public void One_authenticator_out_of_use_leaves_the_others_open()
    {
        var door = Door.WithTotp();
        var at = door.FailCodes(Noon, 80).AddDays(2);
        var nonce = door.Await(at);

        Assert.IsType<EntryAnswer.OutOfUse>(door.Do(door.Code(at, RightAt(at), nonce)));
        Assert.IsType<EntryAnswer.Admitted>(door.Do(door.Code(at, new CodeVerdict.RightCode(0), nonce, method: Method.RecoveryCode)));
        Assert.IsType<EntryAnswer.OutOfUse>(door.Do(door.Code(at, RightAt(at), door.Await(at))));
    }

    [Theory]
    [InlineData(Authenticator.Passcode)]
    [InlineData(Authenticator.Totp)]
    [InlineData(Authenticator.RecoveryCode)]
    public void A_success_clears_its_own_authenticator_only(Authenticator right)
    {
        var door = Door.Opened();
        var account = door.Account;
        foreach (var authenticator in Enum.GetValues<Authenticator>())
            for (var i = 0; i < 3; i++) account = Pace.CountFailure(account, default, authenticator, Noon, Policy.Pace);

        account = Pace.CountSuccess(account, default, right);

        Assert.All(Enum.GetValues<Authenticator>(), a => Assert.Equal(a == right ? default : new Meter(3, 3, Noon), account.Strangers[a]));
    }

    [Fact]
    public void A_success_elsewhere_ends_the_row_and_leaves_the_wait()
    {
        var door = Door.Opened();
        door.Enter(Noon.AddDays(-2));
        door.FailPasscodes(Noon, 7);

        door.Enter(Noon.AddHours(1), door.FirstDevice);

        Assert.Equal((0, 7), (door.Account.Strangers.Passcode.InARow, door.Account.Strangers.Passcode.Rung));
    }

    [Fact]
    public void A_success_with_nothing_to_clear_changes_no_meter()
    {
        var account = Door.Opened().Account;

        Assert.Same(account.Strangers, Pace.CountSuccess(account, default, Authenticator.Totp).Strangers);
    }

    [Fact]
    public void A_lane_of_a_device_that_is_not_known_is_a_fault() =>
        Assert.Throws<InvalidOperationException>(() =>
            Pace.Ask(Door.Opened().Account, On(Name(9)).Lane, Authenticator.Passcode, Noon, Policy.Pace));

    private static DateTimeOffset At(string text)
    {
        var number = int.Parse(text[..^1], CultureInfo.InvariantCulture);
        return text[^1] == 'h' ? Noon.AddHours(number) : Noon.AddSeconds(number);
    }

    private static string Spell(EntryAnswer answer) =>
        answer is EntryAnswer.Waiting waiting ? $"Waiting@{(waiting.Until - Noon).TotalSeconds}s" : answer.GetType().Name;
}
