using OrleansEntry.Core.SecondFactor;
using OrleansEntry.Core.Sessions;
using OrleansEntry.Core.Tests.Trading;
using OrleansEntry.Core.Trading;
using Xunit;
using static OrleansEntry.Core.Tests.Scene;

namespace OrleansEntry.Core.Tests.SecondFactor;

public sealed class ProbationRulesTests
{
    private static readonly CommandAnswer TooNew = new CommandAnswer.OnProbation(Noon.AddHours(24));

    [Fact]
    public void A_new_authenticator_takes_no_older_trading_passcode_away_for_a_day()
    {
        var desk = new Desk();
        desk.Own = desk.Door.Enrol(desk.Own, Noon);

        Assert.Equal(TooNew, desk.Do(TradingRules.Remove(desk.Account, desk.Own, Noon, desk.Caller, Policy)));
        Assert.Equal(TooNew, desk.Do(TradingRules.Set(desk.Account, desk.Own, "other", Noon, desk.Caller, Policy)));
        Assert.Equal("trading hash", desk.Account.Trading.Passcode!.Hash);

        var later = desk.Own with { ConfirmedAt = Noon.AddHours(24) };
        Assert.Equal(TooNew, TradingRules.Remove(
            desk.Account, later with { ConfirmedAt = Noon.AddHours(23.9) }, Noon.AddHours(24).AddTicks(-1), desk.Caller, Policy).Answer);
        Assert.IsType<CommandAnswer.Done>(TradingRules.Remove(desk.Account, later, Noon.AddHours(24), desk.Caller, Policy).Answer);
    }

    [Fact]
    public void Renewed_recovery_codes_neither_remove_nor_replace_the_authenticator_for_a_day()
    {
        var door = Door.WithTotp();
        var own = door.Enter(Noon, door.FirstDevice);
        door.Do(SecondFactorRules.RenewRecoveryCodes(
            door.Account, own, [Hash(6)], Noon, door.CallerOf(own), Policy.Sessions, Policy.Holds));

        Assert.IsType<CommandAnswer.Done>(Remove(door, own));
        var byCode = Confirm(door, own, Method.RecoveryCode, new CodeVerdict.RightCode(0));
        Assert.Equal(TooNew, Remove(door, byCode));
        Assert.Equal(TooNew, Replace(door, byCode));
    }

    [Fact]
    public void A_code_of_the_set_before_is_as_old_as_that_set_and_renewing_once_more_makes_no_code_older()
    {
        var door = Door.WithTotp();
        var own = Confirm(door, door.Enter(Noon, door.FirstDevice), Method.RecoveryCode, new CodeVerdict.RightCode(0));
        Renew(Noon);
        Assert.IsType<CommandAnswer.Done>(Remove(door, own));

        own = Confirm(door, own, Method.RecoveryCode, new CodeVerdict.RightCode(0));
        Renew(Noon.AddMinutes(1));
        Assert.Equal(TooNew, Remove(door, own));

        void Renew(DateTimeOffset at) => door.Do(SecondFactorRules.RenewRecoveryCodes(
            door.Account, own, [Hash(6), Hash(7)], at, door.CallerOf(own), Policy.Sessions, Policy.Holds));
    }

    [Fact]
    public void A_session_that_does_not_know_what_confirmed_it_counts_as_confirmed_by_the_youngest()
    {
        var door = Door.WithTotp();
        var own = door.Enter(Noon, door.FirstDevice);
        door.Do(SecondFactorRules.RenewRecoveryCodes(
            door.Account, own, [Hash(6)], Noon, door.CallerOf(own), Policy.Sessions, Policy.Holds));

        Assert.Equal(TooNew, Remove(door, own with { ConfirmedBy = null, ConfirmedFactorSince = null }));
    }

    [Fact]
    public void Who_has_only_a_new_factor_sets_a_trading_passcode_and_takes_back_what_came_with_it()
    {
        var desk = new Desk(set: false);
        desk.Own = desk.Door.Enrol(desk.Own, Noon);

        Assert.IsType<CommandAnswer.Done>(desk.Do(TradingRules.Set(desk.Account, desk.Own, "hash", Noon, desk.Caller, Policy)));
        Assert.IsType<CommandAnswer.Done>(desk.Do(TradingRules.Set(desk.Account, desk.Own, "next", Noon, desk.Caller, Policy)));
        Assert.IsType<CommandAnswer.Done>(SecondFactorRules.RenewRecoveryCodes(
            desk.Account, desk.Own, [Hash(6)], Noon, desk.Caller, Policy.Sessions, Policy.Holds).Answer);
        Assert.IsType<CommandAnswer.Done>(Replace(desk.Door, desk.Own));
        Assert.IsType<CommandAnswer.Done>(Remove(desk.Door, desk.Own));
    }

    [Fact]
    public void Steps_of_the_clock_never_end_it_for_good()
    {
        var account = Door.WithTotp().Account;
        var since = account.Totp!.Since;

        Assert.Equal(since.AddHours(24), Until(since.AddHours(23)));
        Assert.Null(Until(since.AddHours(24)));
        Assert.Equal(since.AddHours(24), Until(since.AddHours(1)));
        Assert.Equal(since.AddHours(24), Until(since.AddDays(-3)));

        DateTimeOffset? Until(DateTimeOffset now) => ProbationRules.Until(account, Method.Totp, now, new());
    }

    [Fact]
    public void Entering_and_confirming_say_which_factor_it_was()
    {
        var door = Door.WithTotp();
        var own = door.Enter(Noon, door.FirstDevice);
        Assert.Equal(Method.Totp, own.ConfirmedBy);

        var byCode = Confirm(door, own, Method.RecoveryCode, new CodeVerdict.RightCode(0));
        Assert.Equal(Method.RecoveryCode, byCode.ConfirmedBy);
        Assert.Equal(Method.Totp, Confirm(door, byCode, Method.Totp, RightAt(Noon.AddMinutes(1))).ConfirmedBy);
        Assert.Null(Door.Opened().Enter(Noon).ConfirmedBy);
    }

    private static Session Confirm(Door door, Session own, string method, CodeVerdict verdict)
    {
        var proof = new PresenceProof(Noon, true, method, verdict, door.NewSeed());
        var answer = door.Do(PresenceRules.Confirm(door.Account, own, proof, door.CallerOf(own), Policy));
        return Assert.IsType<CommandAnswer.Done>(answer).Session;
    }

    private static CommandAnswer Remove(Door door, Session own) => SecondFactorRules.Remove(
        door.Account, own, Noon, door.CallerOf(own), Policy.SecondFactor, Policy.Sessions, Policy.Holds).Answer;

    private static CommandAnswer Replace(Door door, Session own) =>
        SecondFactorRules.Begin(door.Account, own, "s", 30, Noon, Policy.SecondFactor, Policy.Sessions).Answer;
}
