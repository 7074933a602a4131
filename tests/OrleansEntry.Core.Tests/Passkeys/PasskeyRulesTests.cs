using System.Collections.Immutable;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Entry;
using OrleansEntry.Core.Freezing;
using OrleansEntry.Core.Keys;
using OrleansEntry.Core.LostFactor;
using OrleansEntry.Core.Notices;
using OrleansEntry.Core.Passkeys;
using OrleansEntry.Core.SecondFactor;
using OrleansEntry.Core.Sessions;
using OrleansEntry.Core.Throttling;
using OrleansEntry.Core.Trading;
using Xunit;
using static OrleansEntry.Core.Tests.Scene;

namespace OrleansEntry.Core.Tests.Passkeys;

public sealed class PasskeyRulesTests
{
    private static readonly DeploymentKeys Keys = new(new byte[32]);

    private static readonly Session Own = new()
    {
        Id = Name(1), SecretHash = Hash(1), Methods = [Method.Passcode], StartedAt = Noon, LastSeenAt = Noon, Network = "network",
        Agent = "browser", DeviceId = Name(9), ConfirmedAt = Noon,
    };

    private static Account Fresh => new()
    {
        Id = Id(), OpenedAt = Noon.AddDays(-9), ProtectedIdentifier = "sealed", PasscodeHash = "hash", Sessions = [Own],
    };

    [Fact]
    public void The_first_passkey_brings_recovery_codes_a_hold_a_mail_and_a_new_token()
    {
        var (answer, account) = PasskeyRules.Add(Fresh, Own, New(1), Noon, Stranger, Policy, Keys);

        var done = Assert.IsType<CommandAnswer.Done>(answer);
        Assert.Equal(Hash(7), done.Session.SecretHash);
        Assert.Equal((true, Method.Passkey), (done.Session.ConfirmedWithSecondFactor, done.Session.ConfirmedBy));
        Assert.Equal([Method.Passcode, Method.Passkey], done.Session.Methods);
        Assert.Single(account.RecoveryCodes!.Hashes);
        Assert.Equal(["factor-changed"], account.Holds.Select(h => h.Reason));
        Assert.Equal((NoticeKind.PasskeyAdded, "key 1"), (account.Notices.Undelivered[0].Kind, account.Notices.Undelivered[0].Detail));
        Assert.Contains(account.Activity.Undelivered, e => e.Kind == ActivityKind.PasskeyAdded && e.Detail == "key 1");
        Assert.Equal([Method.RecoveryCode, Method.Passkey], SecondFactorRules.MethodsOf(account));
        Assert.True(account.Passkeys[0].IsIntact(Fresh.Id, Keys));
    }

    [Fact]
    public void A_further_one_leaves_the_recovery_codes_as_they_are()
    {
        var account = With(1) with { RecoveryCodes = new RecoveryCodeSet([Hash(3)], Noon.AddDays(-9)) };

        var (_, after) = PasskeyRules.Add(account, Confirmed(account), New(2), Noon, Stranger, Policy, Keys);

        Assert.Equal((2, Noon.AddDays(-9)), (after.Passkeys.Length, after.RecoveryCodes!.Since));
    }

    [Fact]
    public void Adding_takes_presence_room_an_open_lock_and_an_answer_that_is_right_and_new()
    {
        var full = Fresh with { Passkeys = [.. Enumerable.Range(1, Policy.Passkeys.MaxPasskeys).Select(n => Key(n))] };

        Assert.IsType<CommandAnswer.ConfirmationDue>(
            PasskeyRules.Add(Fresh, Own with { ConfirmedAt = Noon.AddHours(-1) }, New(1), Noon, Stranger, Policy, Keys).Answer);
        Assert.IsType<CommandAnswer.ConfirmationDue>(PasskeyRules.Add(With(1), Own, New(2), Noon, Stranger, Policy, Keys).Answer);
        Assert.Equal("too-many-passkeys", Assert.IsType<CommandAnswer.Conflict>(
            PasskeyRules.Add(full, Confirmed(full), New(50), Noon, Stranger, Policy, Keys).Answer).Code);
        Assert.IsType<CommandAnswer.SettingsLocked>(
            PasskeyRules.Add(Fresh with { SettingsLockedUntil = Noon.AddDays(1) }, Own, New(1), Noon, Stranger, Policy, Keys).Answer);
        foreach (var wrong in new[] { New(1) with { Credential = null }, New(1) })
        {
            var (answer, after) = PasskeyRules.Add(With(1), Confirmed(With(1)), wrong, Noon, Stranger, Policy, Keys);
            Assert.IsType<CommandAnswer.Refused>(answer);
            Assert.Single(after.Passkeys);
        }
    }

    [Fact]
    public void A_passkey_ends_the_wait_for_a_new_factor()
    {
        var due = Fresh with { LostFactor = LostFactorState.None with { EnrolmentDue = true } };
        Assert.True(SecondFactorRules.IsEnrolmentDue(due, Policy.SecondFactor));

        var (_, account) = PasskeyRules.Add(due, Own, New(1), Noon, Stranger, Policy, Keys);

        Assert.False(SecondFactorRules.IsEnrolmentDue(account, Policy.SecondFactor));
        Assert.Equal(LostFactorState.None, account.LostFactor);
    }

    [Fact]
    public void Adding_or_removing_one_stops_a_removal_of_lost_factors_and_says_so()
    {
        var lost = Fresh with { Passkeys = [Key(1), Key(2)], LostFactor = LostFactorState.None with { Removal = Removal } };

        foreach (var (_, account) in new[]
        {
            PasskeyRules.Add(lost, Confirmed(lost), New(3), Noon, Stranger, Policy, Keys),
            PasskeyRules.Remove(lost, Confirmed(lost), Name(1), Noon, Stranger, Policy),
        })
        {
            Assert.Null(account.LostFactor.Removal);
            Assert.Contains(account.Activity.Undelivered, e => e.Kind == ActivityKind.FactorRemovalStopped);
        }
    }

    [Fact]
    public void Removing_takes_presence_an_open_lock_and_no_duty_to_have_one()
    {
        var account = Fresh with { Passkeys = [Key(1), Key(2)] };
        var locked = account with { SettingsLockedUntil = Noon.AddDays(1) };
        var duty = Policy with { SecondFactor = Policy.SecondFactor with { Required = true } };

        Assert.IsType<CommandAnswer.ConfirmationDue>(PasskeyRules.Remove(account, Own, Name(1), Noon, Stranger, Policy).Answer);
        Assert.IsType<CommandAnswer.SettingsLocked>(
            PasskeyRules.Remove(locked, Confirmed(locked), Name(1), Noon, Stranger, Policy).Answer);
        Assert.IsType<CommandAnswer.Done>(PasskeyRules.Remove(account, Confirmed(account), Name(1), Noon, Stranger, duty).Answer);
        Assert.Equal("second-factor-required", Assert.IsType<CommandAnswer.Conflict>(
            PasskeyRules.Remove(With(1), Confirmed(With(1)), Name(1), Noon, Stranger, duty).Answer).Code);
    }

    [Theory]
    [InlineData(0, 0, "right")]
    [InlineData(0, 1, "right")]
    [InlineData(5, 6, "right")]
    [InlineData(5, 5, "copied")]
    [InlineData(5, 4, "copied")]
    [InlineData(5, 0, "copied")]
    [InlineData(uint.MaxValue, 0, "copied")]
    public void The_counter_only_rises(uint before, uint now, string expected)
    {
        var account = Fresh with { Passkeys = [Key(1, before)] };

        var verdict = PasskeyRules.Judge(account, new AssertionVerdict.Right(Credential(1, now)));

        Assert.Equal(expected, verdict.IsRight ? "right" : verdict.Reason);
    }

    [Fact]
    public void A_wrong_answer_or_another_s_passkey_is_wrong()
    {
        Assert.Equal("wrong", PasskeyRules.Judge(With(1), new AssertionVerdict.Wrong()).Reason);
        Assert.Equal("wrong", PasskeyRules.Judge(With(1), new AssertionVerdict.Right(Credential(2, 1))).Reason);
    }

    [Fact]
    public void A_passkey_alone_enters_and_counts_as_two_factors()
    {
        var (answer, account) = EntryDecider.Decide(With(1), Submit(Right(1, 8) with { BackedUp = true }), Policy);

        var session = Assert.IsType<EntryAnswer.Admitted>(answer).Session;
        Assert.Equal([Method.Passkey], session.Methods);
        Assert.True(session.ConfirmedWithSecondFactor);
        Assert.Equal((8u, Noon), (account.Passkeys[0].Credential.Counter, account.Passkeys[0].LastUsedAt));
        Assert.True(account.Passkeys[0].Credential.BackedUp);
        Assert.Contains(account.Activity.Undelivered, e => e.Kind == ActivityKind.Admitted && e.Detail == "passkey");
        Assert.IsType<EntryAnswer.WrongStep>(EntryDecider.Decide(account, Submit(Right(1, 9)), Policy).Answer);
    }

    [Fact]
    public void A_wrong_one_is_counted_logged_and_told_where_it_may_be_a_copy()
    {
        var (answer, account) = EntryDecider.Decide(With(1), Submit(new CodeVerdict.Copied(Name(1))), Policy);

        Assert.IsType<EntryAnswer.PasskeyRefused>(answer);
        Assert.Equal(1, account.Strangers.Passkey.InARow);
        Assert.Contains(account.Activity.Undelivered, e => e.Kind == ActivityKind.PasskeyRefused && e.Reason == "copied");
        Assert.Equal([NoticeKind.PasskeyCopied], account.Notices.Undelivered.Select(n => n.Kind));
    }

    [Fact]
    public void Passkeys_stay_open_when_all_else_is_shut_and_are_shut_by_nobody()
    {
        var stopped = new Meter(80, 80, Noon);
        var account = With(1) with { Strangers = new Meters(stopped, stopped, stopped, new Meter(900, 900, Noon)) };

        Assert.IsType<EntryAnswer.Admitted>(EntryDecider.Decide(account, Submit(Right(1, 8)), Policy).Answer);
    }

    [Fact]
    public void Nobody_enters_a_stand_in_or_a_frozen_account()
    {
        var standIn = new Account { Id = Id(3) };
        Assert.IsType<EntryAnswer.PasskeyRefused>(EntryDecider.Decide(standIn, Submit(Wrong), Policy).Answer);

        var (answer, account) = EntryDecider.Decide(
            With(1) with { Frozen = new Freeze(Noon, FreezeReason.Owner), Sessions = [] }, Submit(Right(1, 8)), Policy);
        Assert.IsType<EntryAnswer.Frozen>(answer);
        Assert.Empty(account.Sessions);
        Assert.IsType<EntryAnswer.WrongStep>(EntryDecider.Decide(account, Submit(Right(1, 9)), Policy).Answer);
    }

    [Fact]
    public void Any_use_stops_a_removal_of_lost_factors()
    {
        var lost = With(1) with
        {
            LostFactor = LostFactorState.None with { Removal = Removal },
        };

        Assert.Null(EntryDecider.Decide(lost, Submit(Right(1, 8)), Policy).Account.LostFactor.Removal);
        Assert.Null(Confirm(lost, Right(1, 8)).Account.LostFactor.Removal);
    }

    [Fact]
    public void Presence_is_proved_by_a_passkey_alone()
    {
        var (answer, account) = Confirm(With(1), Right(1, 8));
        Assert.True(SessionRules.IsConfirmed(account, Assert.IsType<CommandAnswer.Done>(answer).Session, Noon, Policy.Sessions));

        var (refused, after) = Confirm(With(1), Wrong);
        Assert.Equal("passkey", Assert.IsType<CommandAnswer.Refused>(refused).Reason);
        Assert.Equal(1, after.Strangers.Passkey.InARow);
        Assert.Contains(after.Activity.Undelivered, e => e.Kind == ActivityKind.PresenceRefused);
    }

    [Fact]
    public void A_new_passkey_takes_nothing_away_that_was_there_before_it_and_an_old_one_does()
    {
        var account = Fresh with
        {
            Passkeys = [Key(1) with { Since = Noon.AddDays(-9) }, Key(2) with { Since = Noon.AddHours(-1) }],
            RecoveryCodes = new RecoveryCodeSet([Hash(3)], Noon.AddDays(-9)),
        };

        var byNew = Confirm(account, Right(2, 8));
        Assert.IsType<CommandAnswer.OnProbation>(Remove(byNew, 1).Answer);
        Assert.IsType<CommandAnswer.Done>(Remove(byNew, 2).Answer);

        var byOld = Confirm(account, Right(1, 8));
        Assert.IsType<CommandAnswer.Done>(Remove(byOld, 2).Answer);
        Assert.IsType<CommandAnswer.Done>(Remove(byOld, 1).Answer);
    }

    [Fact]
    public void With_the_last_factor_the_recovery_codes_go_and_where_one_is_needed_it_stays()
    {
        var account = With(1) with { RecoveryCodes = new RecoveryCodeSet([Hash(3)], Noon) };

        var (_, gone) = PasskeyRules.Remove(account, Confirmed(account), Name(1), Noon, Stranger, Policy);
        Assert.Equal((0, null), (gone.Passkeys.Length, gone.RecoveryCodes));
        Assert.Contains(gone.Notices.Undelivered, n => n.Kind == NoticeKind.PasskeyRemoved);
        Assert.Contains(gone.Holds, h => h.Reason == "factor-changed");

        var isShort = account with { ShortPasscode = true };
        Assert.Equal("second-factor-required", Assert.IsType<CommandAnswer.Conflict>(
            PasskeyRules.Remove(isShort, Confirmed(isShort), Name(1), Noon, Stranger, Policy).Answer).Code);
        var both = isShort with { Totp = Authenticator_ };
        var (answer, left) = PasskeyRules.Remove(both, Confirmed(both), Name(1), Noon, Stranger, Policy);
        Assert.IsType<CommandAnswer.Done>(answer);
        Assert.NotNull(left.RecoveryCodes);
    }

    [Fact]
    public void An_authenticator_goes_without_the_recovery_codes_while_a_passkey_stays()
    {
        var both = With(1) with { Totp = Authenticator_, ShortPasscode = true, RecoveryCodes = new RecoveryCodeSet([Hash(3)], Noon) };

        var (answer, left) = SecondFactorRules.Remove(
            both, Confirmed(both), Noon, Stranger, Policy.SecondFactor, Policy.Sessions, Policy.Holds);

        Assert.IsType<CommandAnswer.Done>(answer);
        Assert.Equal((null, 1, true), (left.Totp, left.Passkeys.Length, left.RecoveryCodes is not null));
    }

    [Fact]
    public void Renaming_is_logged_and_a_passkey_that_is_not_there_is_not_found()
    {
        var (answer, account) = PasskeyRules.Rename(With(1), Own, Name(1), "desk", Noon, Stranger);

        Assert.IsType<CommandAnswer.Done>(answer);
        Assert.Equal("desk", account.Passkeys[0].Name);
        Assert.Same(account, PasskeyRules.Rename(account, Own, Name(1), "desk", Noon, Stranger).Account);
        Assert.Contains(account.Activity.Undelivered, e => e.Kind == ActivityKind.PasskeyRenamed && e.Detail == "desk");
        Assert.IsType<CommandAnswer.NotFound>(PasskeyRules.Rename(With(1), Own, Name(2), "desk", Noon, Stranger).Answer);
        Assert.IsType<CommandAnswer.NotFound>(PasskeyRules.Remove(With(1), Own, Name(2), Noon, Stranger, Policy).Answer);
    }

    [Theory]
    [InlineData(-25, true)]
    [InlineData(-23, false)]
    public void A_withdrawal_takes_a_passkey_that_is_old_enough(int addedHoursAgo, bool approved)
    {
        var account = Fresh with
        {
            Passkeys = [Key(1) with { Since = Noon.AddDays(-9) }, Key(2) with { Since = Noon.AddHours(addedHoursAgo) }],
            Trading = TradingState.None with { Passcode = new TradingPasscode("hash", Noon.AddDays(-9), default) },
        };
        var request = new ApprovalRequest(Policy.Trading.Find("withdraw")!, Hash(4), "Withdraw", Hash(5));
        var proof = new TradingProof(Noon, PasscodeRight: true, Method.Passkey, Right(2, 8));

        var (answer, after) = ApprovalRules.Approve(account, Own, request, proof, Stranger, Policy);

        Assert.Equal(approved, answer is CommandAnswer.Done);
        Assert.Equal(approved ? 1 : 0, after.Trading.Approvals.Length);
        Assert.Equal(8u, after.Passkeys[1].Credential.Counter);
    }

    [Fact]
    public void Nothing_of_it_prints_a_key() =>
        Assert.Equal(($"passkey {Name(1)}", $"new passkey {Name(1)}"), (Key(1).ToString(), New(1).ToString()));

    private static readonly WarnedWait Removal = new(Noon, Noon.AddDays(3), 1, Noon, false, "network", "browser");

    private static TotpAuthenticator Authenticator_ =>
        new() { ProtectedSecret = "sealed", StepSeconds = 30, Since = Noon.AddDays(-9), LastStep = 0 };

    private static Account With(int n) => Fresh with { Passkeys = [Key(n)] };

    private static Passkey Key(int n, uint counter = 7) =>
        new() { Id = Name(n), Name = $"key {n}", Since = Noon.AddDays(-9), Credential = Credential(n, counter) };

    private static PasskeyCredential Credential(int n, uint counter) =>
        new() { Id = [.. Hash(n)], PublicKey = [(byte)n], Counter = counter };

    private static NewPasskey New(int n) => new(Name(n), $"key {n}", Credential(n, 1), [Hash(6)], new SessionSeed(Name(1), Hash(7)));

    private static CodeVerdict.RightPasskey Right(int n, uint counter) => new CodeVerdict.RightPasskey(Name(n), counter, BackedUp: false);

    private static Session Confirmed(Account account) =>
        account.Sessions[0] with { ConfirmedWithSecondFactor = true, ConfirmedFactorSince = Noon.AddDays(-10), ConfirmedBy = Method.Totp };

    private static Decision<CommandAnswer> Confirm(Account account, CodeVerdict verdict) => PresenceRules.Confirm(
        account, Own, new PresenceProof(Noon, PasscodeRight: false, Method.Passkey, verdict, new SessionSeed(Name(1), Hash(8))), Stranger,
        Policy);

    private static Decision<CommandAnswer> Remove(Decision<CommandAnswer> confirmed, int n) => PasskeyRules.Remove(
        confirmed.Account, Assert.IsType<CommandAnswer.Done>(confirmed.Answer).Session, Name(n), Noon, Stranger, Policy);

    private static EntryCommand.SubmitPasskey Submit(CodeVerdict verdict) => new()
    {
        At = Noon, Nonce = Name(77), ExpiresAt = Noon.AddMinutes(10), Caller = Stranger, Verdict = verdict, Seed = Seed(5),
    };
}
